/** Reads a trace while the page stays fluent: a file at the limits is seconds of computing. */
import { BackstepError } from '#engine';
import { refill } from '#engine/file/replay.ts';
import { opNamed } from '#src/ops/all.ts';
import { canWorkBeside } from '#src/ui/beside.ts';
import { Parts } from './parts.ts';
import type { Answer } from './read.worker.ts';
import type { Shown } from './shown.ts';
import type { Content } from './source.ts';
import { unhurried } from './unhurried.ts';

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
	const parts = new Parts();
	const { tensors, ops } = parts;
	const arrays: Float64Array[] = [];
	const contributions = new Map<string, Float64Array>();
	try {
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
			worker.onerror = () =>
				reject(new BackstepError('value', 'This file could not be read to its end: record fewer steps.'));
			worker.postMessage(content, typeof content === 'string' ? [] : [content.buffer]);
		});
		const trace = await unhurried(
			refill({ ...program, ops }, tensors, opNamed, { arrays, contributions }),
			signal
		);
		// What the file says of its tensors and ops goes back into a file that is saved.
		return { ...opened, file: { ...opened.file, tensors: Object.fromEntries(tensors), ops }, ops, trace };
	} finally {
		worker.terminate();
	}
}
