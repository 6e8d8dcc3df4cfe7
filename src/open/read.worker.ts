/** Reads a trace beside the page: what is in the file goes back with the numbers of its replay, and the page refills a trace. */
import { BackstepError, type TraceFile } from '#engine';
import { isView } from '#engine/file/view.ts';
import { memoryOf } from '#src/ui/beside.ts';
import { read, type Opened } from './read.ts';

export type Answer =
	| { readonly kind: 'read'; readonly opened: Omit<Opened, 'trace'> }
	| { readonly kind: 'refused'; readonly message: string };

/** A file without the numbers that `kept` holds: what only the file has are those of ops that are not known. */
function light(file: TraceFile, unknown: readonly string[]): TraceFile {
	const own = new Set(
		file.ops
			.filter(({ op, gradients }) => gradients ?? unknown.includes(op))
			.flatMap(({ writes, gradients }) => [writes, gradients ?? []].flat())
	);
	for (const name of [...own]) {
		const data = name === null ? undefined : file.tensors[name]?.data;
		if (data !== undefined && isView(data)) own.add(data.of);
	}
	const tensors = Object.entries(file.tensors).map(
		([name, tensor]) => [name, own.has(name) ? tensor : { ...tensor, data: [] }] as const
	);
	return { ...file, tensors: Object.fromEntries(tensors) };
}

self.onmessage = ({ data }: MessageEvent<string>) => {
	const answer = (message: Answer, transfer: Transferable[] = []) => self.postMessage(message, { transfer });
	try {
		const { file, notices, checks, unknown, unused, kept } = read(data);
		answer(
			{ kind: 'read', opened: { file: light(file, unknown), notices, checks, unknown, unused, kept } },
			memoryOf([...kept.arrays, ...kept.contributions.values()])
		);
	} catch (problem) {
		if (!(problem instanceof BackstepError)) throw problem;
		answer({ kind: 'refused', message: problem.message });
	}
};
