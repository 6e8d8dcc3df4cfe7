/** Reads a trace while the page stays fluent: a file at the limits is seconds of computing. */
import { BackstepError } from '#engine';
import { refill } from '#engine/file/replay.ts';
import { opNamed } from '#src/ops/all.ts';
import { canWorkBeside, nextTask } from '#src/ui/beside.ts';
import type { Opened } from './read.ts';
import type { Answer } from './read.worker.ts';

/** Rejects with a BackstepError whose message is a sentence; `signal` stops it, and it rejects with the signal's reason. */
export async function readBeside(text: string, signal: AbortSignal): Promise<Opened> {
	if (!canWorkBeside()) return (await import('./read.ts')).read(text);
	const worker = new Worker(new URL('./read.worker.ts', import.meta.url), { type: 'module' });
	try {
		const answer = await new Promise<Answer>((resolve, reject) => {
			signal.addEventListener('abort', () => reject(signal.reason));
			worker.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
			worker.onerror = () =>
				reject(new BackstepError('value', 'This file could not be read to its end: record fewer steps.'));
			worker.postMessage(text);
		});
		if (answer.kind === 'refused') throw new BackstepError('value', answer.message);
		const { opened } = answer;
		// What came over, the trace that is made of it and the page that shows it are a task each.
		await nextTask();
		const trace = refill(opened.file, opNamed, opened.kept);
		await nextTask();
		return { ...opened, trace };
	} finally {
		worker.terminate();
	}
}
