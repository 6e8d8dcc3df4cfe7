/**
 * A trace on its way from a worker to the page: what is in the file with the numbers of its tensors, and the page refills a
 * trace. It goes in parts, since the page can do nothing else while it takes one.
 */
import { BackstepError, type TraceFile } from '#engine';
import type { TensorFile } from '#engine/file/json.ts';
import { refill } from '#engine/file/replay.ts';
import type { Kept } from '#engine/file/supply.ts';
import { isView } from '#engine/file/view.ts';
import { opNamed } from '#src/ops/all.ts';
import { memoryOf } from '#src/ui/beside.ts';
import { inParts, Parts, type Part } from './parts.ts';
import type { Shown } from './shown.ts';
import { unhurried } from './unhurried.ts';

export type Answer =
	| Part
	| { readonly kind: 'arrays'; readonly some: Kept['arrays'] }
	| { readonly kind: 'contributions'; readonly some: readonly (readonly [string, Float64Array])[] };

export type Tell = (message: Answer, transfer?: Transferable[]) => void;

/** What was read or made in a worker: all that is shown but the trace, and what it is refilled with. */
export interface Read extends Omit<Shown, 'trace' | 'file' | 'ops'> {
	readonly file: TraceFile;
	readonly kept: Kept;
}

/** The tensors of a file without the numbers that `kept` holds: what only the file has are those of ops that are not known. */
function light(file: TraceFile, unknown: readonly string[]): [string, TensorFile][] {
	const own = new Set(
		file.ops
			.filter(({ op, gradients }) => gradients ?? unknown.includes(op))
			.flatMap(({ writes, gradients }) => [writes, gradients ?? []].flat())
	);
	for (const name of [...own]) {
		const data = name === null ? undefined : file.tensors[name]?.data;
		if (data !== undefined && isView(data)) own.add(data.of);
	}
	return Object.entries(file.tensors).map(([name, tensor]) => [
		name,
		own.has(name) ? tensor : { ...tensor, data: [] }
	]);
}

/** In a worker: tells the page what was read, or the sentence in which it was refused. */
export function handOver(what: () => Read, tell: Tell): void {
	try {
		const { file, types, notices, checks, unknown, unused, kept, run } = what();
		inParts(light(file, unknown), (some) => tell({ kind: 'tensors', some }));
		inParts(file.ops, (some) => tell({ kind: 'ops', some }));
		inParts(kept.arrays, (some) => tell({ kind: 'arrays', some }, memoryOf(some)));
		inParts([...kept.contributions], (some) =>
			tell({ kind: 'contributions', some }, memoryOf(some.map(([, numbers]) => numbers)))
		);
		const { version, training, scopes, lesson, params, seed } = file;
		const opened = {
			file: { lesson, params, seed },
			types,
			notices,
			checks,
			unknown,
			unused,
			...(run && { run })
		};
		tell({ kind: 'read', opened, program: { version, training, scopes } });
	} catch (problem) {
		if (!(problem instanceof BackstepError)) throw problem;
		tell({ kind: 'refused', message: problem.message });
	}
}

/**
 * On the page: the trace that a worker hands over after it was told to `start`. Rejects with a BackstepError whose message is
 * a sentence; `signal` stops it, and it rejects with the signal's reason. `lost` is said where the worker ends before.
 */
export async function takeOver(
	worker: Worker,
	start: () => void,
	signal: AbortSignal,
	lost: string
): Promise<Shown> {
	const parts = new Parts();
	const { tensors, ops } = parts;
	const arrays: Float64Array[] = [];
	const contributions = new Map<string, Float64Array>();
	const { opened, program } = await new Promise<Extract<Answer, { kind: 'read' }>>((resolve, reject) => {
		signal.addEventListener('abort', () => reject(signal.reason));
		worker.onmessage = ({ data }: MessageEvent<Answer>) => {
			if (data.kind === 'read') resolve(data);
			else if (data.kind === 'refused') reject(new BackstepError('value', data.message));
			else if (data.kind === 'contributions')
				for (const [name, numbers] of data.some) contributions.set(name, numbers);
			else if (data.kind === 'arrays') arrays.push(...data.some);
			else parts.take(data);
		};
		worker.onerror = () => reject(new BackstepError('value', lost));
		start();
	});
	const trace = await unhurried(
		refill({ ...program, ops }, tensors, opNamed, { arrays, contributions }),
		signal
	);
	// What the file says of its tensors and ops goes back into a file that is saved.
	return { ...opened, file: { ...opened.file, tensors: Object.fromEntries(tensors), ops }, ops, trace };
}
