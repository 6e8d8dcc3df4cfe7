/** Reads a trace beside the page: what is in the file goes back with the numbers of its replay, and the page refills a trace. */
import { BackstepError } from '#engine';
import { memoryOf } from '#src/ui/beside.ts';
import { read, type Opened } from './read.ts';

export type Answer =
	| { readonly kind: 'read'; readonly opened: Omit<Opened, 'trace'> }
	| { readonly kind: 'refused'; readonly message: string };

self.onmessage = ({ data }: MessageEvent<string>) => {
	const answer = (message: Answer, transfer: Transferable[] = []) => self.postMessage(message, { transfer });
	try {
		const { file, notices, checks, unknown, unused, kept } = read(data);
		answer(
			{ kind: 'read', opened: { file, notices, checks, unknown, unused, kept } },
			memoryOf([...kept.arrays, ...kept.contributions.values()])
		);
	} catch (problem) {
		if (!(problem instanceof BackstepError)) throw problem;
		answer({ kind: 'refused', message: problem.message });
	}
};
