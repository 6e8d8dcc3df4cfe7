/**
 * Reads a trace beside the page: what is in the file goes back with the numbers of its replay, and the page refills a trace.
 * It goes in parts, since the page can do nothing else while it takes one.
 */
import { BackstepError, type TraceFile } from '#engine';
import type { TensorFile } from '#engine/file/json.ts';
import type { Kept } from '#engine/file/supply.ts';
import { isView } from '#engine/file/view.ts';
import { memoryOf } from '#src/ui/beside.ts';
import { inParts, type Part } from './parts.ts';
import { read } from './read.ts';

export type Answer =
	| Part
	| { readonly kind: 'arrays'; readonly some: Kept['arrays'] }
	| { readonly kind: 'contributions'; readonly some: readonly (readonly [string, Float64Array])[] };

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

self.onmessage = ({ data }: MessageEvent<string | Uint8Array>) => {
	const answer = (message: Answer, transfer: Transferable[] = []) => self.postMessage(message, { transfer });
	try {
		const { file, ops, types, notices, checks, unknown, unused, kept } = read(data);
		inParts(light(file, unknown), (some) => answer({ kind: 'tensors', some }));
		inParts(ops, (some) => answer({ kind: 'ops', some }));
		inParts(kept.arrays, (some) => answer({ kind: 'arrays', some }, memoryOf(some)));
		inParts([...kept.contributions], (some) =>
			answer({ kind: 'contributions', some }, memoryOf(some.map(([, numbers]) => numbers)))
		);
		const { version, training, scopes, lesson, params, seed } = file;
		const opened = { file: { lesson, params, seed }, types, notices, checks, unknown, unused };
		answer({ kind: 'read', opened, program: { version, training, scopes } });
	} catch (problem) {
		if (!(problem instanceof BackstepError)) throw problem;
		answer({ kind: 'refused', message: problem.message });
	}
};
