/** Shares, their logarithms, and the losses that are made of them. */
import { size } from '#engine';
import { div } from '#engine/ops/div.ts';
import { gather } from '#engine/ops/gather.ts';
import { logSoftmax } from '#engine/ops/logSoftmax.ts';
import { mul } from '#engine/ops/mul.ts';
import { neg } from '#engine/ops/neg.ts';
import { softmax } from '#engine/ops/softmax.ts';
import { sum } from '#engine/ops/sum.ts';
import type { Op } from '#engine';
import type { Call, Handler, Handlers } from '../call.ts';
import { eachCell, indexer, reshaped, taken } from '../moves.ts';
import type { Value } from '../value.ts';

/** Before version 13 all axes from the one that is named are one, and 1 is the one where none is. */
const along =
	(op: Op<{ axis?: number }>): Handler =>
	(call) => {
		const x = call.input(0);
		const axis = call.axis(call.int('axis', call.opset < 13 ? 1 : -1), Math.max(1, x.shape.length));
		if (call.opset >= 13 || axis === x.shape.length - 1) return call.out(op, [x], { axis });
		const rows = reshaped(call, x, [size(x.shape.slice(0, axis)), size(x.shape.slice(axis))]);
		return reshaped(call, call.op(op, [rows], { axis: 1 }), x.shape, 0);
	};

const hardmax: Handler = (call) => {
	const x = call.input(0);
	const axis = call.axis(call.int('axis', call.opset < 13 ? 1 : -1), x.shape.length);
	const index = indexer(x.shape);
	const wins = (at: readonly number[]) => {
		const number = (place: number) => x.data[index(at.map((p, d) => (d === axis ? place : p)))]!;
		let best = 0;
		for (let place = 1; place < x.shape[axis]!; place++) if (number(place) > number(best)) best = place;
		return Number(at[axis] === best);
	};
	return call.known(x.shape, eachCell(x.shape, wins), x.type);
};

/** −w·log p of the right class of each sample; of those that are ignored, 0. */
function likelihood(call: Call, logs: Value): Value {
	const [labels, weights] = [call.input(1), call.optional(2)];
	const ignored = call.has('ignore_index') ? call.int('ignore_index', 0) : null;
	const classes = logs.shape[1]!;
	const bad = labels.data.find(
		(label) => label !== ignored && !(Number.isInteger(label) && label >= 0 && label < classes)
	);
	if (bad !== undefined) call.refuse(`the label ${bad} is none of ${classes} classes`);
	const right = labels.data.map((label) => (label === ignored ? 0 : label));
	const shape = [labels.shape[0]!, 1, ...labels.shape.slice(1)];
	const chosen = reshaped(
		call,
		call.op(gather, [logs, call.constant('classes', shape, right, 'int64')], { axis: 1 }),
		labels.shape
	);
	const counts = labels.data.map((label) => Number(label !== ignored));
	const all = counts.every(Boolean);
	const reduction = call.choice('reduction', ['none', 'mean', 'sum'], 'mean');
	// How much each sample counts: as its class does, and not at all where it is ignored.
	let share: Value | null = all ? null : call.constant('counts', labels.shape, counts);
	if (weights) {
		const each = taken(call, weights, right, labels.shape);
		share = share ? call.op(mul, [each, share]) : each;
	}
	const last = reduction === 'none';
	const loss = share ? call.op(neg, [call.op(mul, [chosen, share])]) : call.op(neg, [chosen]);
	if (last) return reshaped(call, loss, labels.shape, 0);
	if (reduction === 'sum') return call.out(sum, [loss], {});
	const total = share ? call.op(sum, [share], {}) : call.number('count', labels.data.length);
	return call.out(div, [call.op(sum, [loss], {}), total], undefined);
}

const crossEntropy: Handler = (call) => {
	const logs = call.wants(1)
		? call.out(logSoftmax, [call.input(0)], { axis: 1 }, 1)
		: call.op(logSoftmax, [call.input(0)], { axis: 1 });
	return [likelihood(call, logs), logs];
};

export const softmaxes: Handlers = {
	Softmax: along(softmax),
	LogSoftmax: along(logSoftmax),
	Hardmax: hardmax,
	NegativeLogLikelihoodLoss: (call) => likelihood(call, call.input(0)),
	SoftmaxCrossEntropyLoss: crossEntropy
};
