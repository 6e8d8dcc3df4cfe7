/**
 * Reads a trace beside the page: what is in the file goes back with the numbers of its replay, and the page refills a trace.
 * It goes in parts, since the page can do nothing else while it takes one.
 */
import { BackstepError, type TraceFile } from '#engine';
import type { Kept, Program } from '#engine/file/replay.ts';
import type { OpFile, TensorFile } from '#engine/file/json.ts';
import { isView } from '#engine/file/view.ts';
import { memoryOf } from '#src/ui/beside.ts';
import { read } from './read.ts';
import type { Shown } from './shown.ts';

export type Answer =
	| { readonly kind: 'tensors'; readonly some: readonly (readonly [string, TensorFile])[] }
	| { readonly kind: 'ops'; readonly some: readonly OpFile[] }
	| { readonly kind: 'arrays'; readonly some: Kept['arrays'] }
	| { readonly kind: 'contributions'; readonly some: readonly (readonly [string, Float64Array])[] }
	| {
			readonly kind: 'read';
			readonly opened: Omit<Shown, 'trace' | 'ops'>;
			readonly program: Omit<Program, 'ops'>;
	  }
	| { readonly kind: 'refused'; readonly message: string };

/** So many at once are taken in a few milliseconds. */
const PART = 1000;

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
	const parts = <T>(all: readonly T[], send: (some: readonly T[]) => void) => {
		for (let k = 0; k < all.length; k += PART) send(all.slice(k, k + PART));
	};
	try {
		const { file, ops, types, notices, checks, unknown, unused, kept } = read(data);
		parts(light(file, unknown), (some) => answer({ kind: 'tensors', some }));
		parts(ops, (some) => answer({ kind: 'ops', some }));
		parts(kept.arrays, (some) => answer({ kind: 'arrays', some }, memoryOf(some)));
		parts([...kept.contributions], (some) =>
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
