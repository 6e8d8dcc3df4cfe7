/** Reads a trace while the page stays fluent: a file at the limits is seconds of computing. */
import { BackstepError } from '#engine';
import { canWorkBeside } from '#src/ui/beside.ts';
import { takeOver } from './handOver.ts';
import type { Shown } from './shown.ts';
import type { Content } from './source.ts';

/** Rejects with a BackstepError whose message is a sentence; `signal` stops it, and it rejects with the signal's reason. */
export async function readContent(content: Content, signal: AbortSignal): Promise<Shown> {
	if (content instanceof Uint8Array) return readBeside(content, signal);
	if (!canWorkBeside())
		throw new BackstepError(
			'value',
			'This file is so large that it is read beside the page, which a sandboxed frame does not allow: open it on the site itself.'
		);
	const { openLarge } = await import('./large.svelte.ts');
	return openLarge(content, signal);
}

/** The same of what is there whole. */
export async function readBeside(content: string | Uint8Array, signal: AbortSignal): Promise<Shown> {
	if (!canWorkBeside()) return (await import('./read.ts')).read(content);
	const worker = new Worker(new URL('./read.worker.ts', import.meta.url), { type: 'module' });
	const start = () => {
		worker.postMessage(content, typeof content === 'string' ? [] : [content.buffer]);
	};
	try {
		return await takeOver(
			worker,
			start,
			signal,
			'This file could not be read to its end: record fewer steps.'
		);
	} finally {
		worker.terminate();
	}
}
