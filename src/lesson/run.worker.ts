/** Runs a lesson beside the page, which stays fluent meanwhile: arrays go back, and the page replays them. */
import { BackstepError, Tape, type Edits } from '#engine';
import { loadLesson } from '#lessons';
import type { Params } from '#lessons/lesson.ts';
import { memoryOf } from '#src/ui/beside.ts';

export interface Order {
	readonly lesson: string;
	readonly params: Params;
	readonly edits: Edits;
}

export type Report =
	| { readonly kind: 'progress'; readonly steps: number }
	| { readonly kind: 'done'; readonly arrays: readonly Float64Array[] }
	| { readonly kind: 'failed'; readonly message: string };

self.onmessage = async ({ data }: MessageEvent<Order>) => {
	const report = (message: Report, transfer: Transferable[] = []) => self.postMessage(message, { transfer });
	try {
		const lesson = (await loadLesson(data.lesson))!;
		let told = performance.now();
		const tape = new Tape({
			edits: data.edits,
			wrote({ start, steps }) {
				const now = performance.now();
				if (now - told < 50) return;
				told = now;
				report({ kind: 'progress', steps: start + steps });
			}
		});
		lesson.build(tape, data.params);
		tape.trace();
		report({ kind: 'done', arrays: tape.arrays }, memoryOf(tape.arrays));
	} catch (problem) {
		if (!(problem instanceof BackstepError)) throw problem;
		report({ kind: 'failed', message: problem.message });
	}
};
