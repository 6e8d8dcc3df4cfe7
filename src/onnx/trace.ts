/** A model that is run, as a file that was read: the page shows and saves it like any other trace. */
import { Tape, type TraceFile } from '#engine';
import { toJSON } from '#engine/file/json.ts';
import { fail } from '#engine/errors.ts';
import { listed } from '#engine/lists.ts';
import type { Read } from '#src/open/handOver.ts';
import type { Shown } from '#src/open/shown.ts';
import { goalName } from './goal.ts';
import type { Model } from './graph.ts';
import { filled, type Settings } from './inputs.ts';
import { run } from './run.ts';

/** Kinds of nodes that are named. */
const MOST_NAMED = 8;

/** "an ONNX model from pytorch 2.1, version 17 of the ops: 12 nodes, Conv, Relu and Gemm". */
export function about({ proto, opset, nodes }: Model): string {
	const { producerName, producerVersion } = proto;
	const from = producerName ? ` from ${`${producerName} ${producerVersion}`.trim().slice(0, 60)}` : '';
	const kinds = [...new Set(nodes.map(({ opType }) => opType))];
	return `an ONNX model${from}, version ${opset} of the ops: ${nodes.length} ${nodes.length === 1 ? 'node' : 'nodes'}, ${listed(kinds, MOST_NAMED)}`;
}

export interface Run extends Read {
	readonly trace: Shown['trace'];
}

/** Throws a BackstepError whose message is a sentence. `title` is what the trace is called. */
export function runModel(model: Model, settings: Settings, title: string): Run {
	const { trace, tape, notices } = run(model, filled(model, settings), settings.seed, settings.goal);
	if (!trace.steps)
		fail(
			'value',
			'This ONNX model computes nothing from its inputs and weights, so there is nothing to step through: open another one'
		);
	const { goal, seed } = settings;
	const params = {
		...Object.fromEntries(
			Object.entries(settings.inputs).map(([name, { shape, fill }]) => [name, `${shape.join('×')}, ${fill}`])
		),
		'way back': goal ? goalName(goal) : 'none'
	};
	// Numbers go as they are; of an op that is not the engine's, only the file has them.
	const file: TraceFile = toJSON(trace, { lesson: title, params, seed }, ({ data, writer }) =>
		writer?.call.op.unknown && writer.phase === 'forward' ? data : []
	);
	return {
		file,
		types: [],
		notices,
		checks: [],
		unknown: [...new Set(trace.leaves.flatMap(({ call }) => (call.op.unknown ? [call.op.name] : [])))],
		unused: [],
		kept: { arrays: arraysOf(tape), contributions: new Map() },
		run: about(model),
		trace
	};
}

/** In the order in which a trace is refilled: what is given before all that is computed. */
function arraysOf(tape: Tape): readonly Float64Array[] {
	const given = [...tape.trace().tensors.values()]
		.filter(({ writer, gradientOf }) => !writer && !gradientOf)
		.map(({ data }) => data);
	const among = new Set(given);
	return [...given, ...tape.arrays.filter((array) => !among.has(array))];
}
