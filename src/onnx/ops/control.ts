/** Nodes that hold graphs. What decides between them is known when the graph runs, so the trace holds what ran. */
import { stack } from '#engine/ops/stack.ts';
import type { Handler, Handlers } from '../call.ts';
import { cut, reshaped } from '../moves.ts';
import { Value } from '../value.ts';

/** Turns of a loop. */
const MOST_TURNS = 1000;

const branch: Handler = (call) => {
	const holds = call.input(0).data[0] !== 0;
	return call.runGraph(call.graph(holds ? 'then_branch' : 'else_branch'), [], holds ? 'then' : 'else');
};

const loop: Handler = (call) => {
	const body = call.graph('body');
	const most = call.optional(0)?.data[0] ?? Infinity;
	let goes = (call.optional(1)?.data[0] ?? 1) !== 0;
	const carried = call.inputs.length - 2;
	let states = Array.from({ length: carried }, (_, k) => call.input(k + 2));
	const scans: Value[][] = Array.from({ length: body.output.length - 1 - carried }, () => []);
	for (let turn = 0; goes && turn < most; turn++) {
		if (turn >= MOST_TURNS)
			call.refuse(`its loop runs more than ${MOST_TURNS} times, which is more than can be stepped through`);
		const counter = new Value('turn', 'int64', [], Float64Array.of(turn));
		const condition = new Value('condition', 'bool', [], Float64Array.of(1));
		const [next, ...rest] = call.runGraph(body, [counter, condition, ...states], `turn ${turn}`);
		goes = next!.data[0] !== 0;
		states = rest.slice(0, carried);
		rest.slice(carried).forEach((value, k) => scans[k]!.push(value));
	}
	const put = (values: readonly Value[], k: number) => {
		if (!values.length) call.refuse('its loop never runs, so what it collects has no shape');
		return call.out(stack, values, { axis: 0 }, carried + k);
	};
	return [...states, ...scans.map(put)];
};

/** A body for each place along the first axis, or the axis that is named. */
const scan: Handler = (call) => {
	if (call.opset < 9)
		call.refuse('it is written as before version 9 of the ops: export the model with opset_version=17');
	const body = call.graph('body');
	const count = call.int('num_scan_inputs', 0);
	const carried = call.inputs.length - count;
	const list = (name: string, length: number) => call.ints(name) ?? new Array<number>(length).fill(0);
	const outputs = body.output.length - carried;
	const [inAxes, inWays] = [list('scan_input_axes', count), list('scan_input_directions', count)];
	const [outAxes, outWays] = [list('scan_output_axes', outputs), list('scan_output_directions', outputs)];
	let states = Array.from({ length: carried }, (_, k) => call.input(k));
	const xs = Array.from({ length: count }, (_, k) => call.input(k + carried));
	const axisOf = (k: number) => call.axis(inAxes[k]!, xs[k]!.shape.length);
	const turns = count ? xs[0]!.shape[axisOf(0)]! : 0;
	if (turns > MOST_TURNS)
		call.refuse(`it goes over ${turns} places, and ${MOST_TURNS} are the most that can be stepped through`);
	const scans: Value[][] = Array.from({ length: outputs }, () => []);
	for (let turn = 0; turn < turns; turn++) {
		const parts = xs.map((x, k) => {
			const [axis, at] = [axisOf(k), inWays[k] ? turns - 1 - turn : turn];
			return reshaped(
				call,
				cut(call, x, axis, at, at + 1),
				x.shape.filter((_, d) => d !== axis)
			);
		});
		const all = call.runGraph(body, [...states, ...parts], `place ${turn}`);
		states = all.slice(0, carried);
		all.slice(carried).forEach((value, k) => (outWays[k] ? scans[k]!.unshift(value) : scans[k]!.push(value)));
	}
	return [
		...states,
		...scans.map((values, k) => call.out(stack, values, { axis: outAxes[k]! }, carried + k))
	];
};

export const control: Handlers = { If: branch, Loop: loop, Scan: scan };
