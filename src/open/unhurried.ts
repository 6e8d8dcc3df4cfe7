import type { Slices } from '#engine/slices.ts';
import { nextTask } from '#src/ui/beside.ts';

/** The longest that the page does nothing else, in milliseconds: nobody sees a shorter wait. */
const SLICE = 16;

/** Does work to its end, and lets the page do other things in between. */
export async function unhurried<T>(work: Slices<T>, signal: AbortSignal): Promise<T> {
	for (;;) {
		await nextTask();
		signal.throwIfAborted();
		for (const end = performance.now() + SLICE; performance.now() < end;) {
			const { done, value } = work.next();
			if (done) {
				// The page that shows it is a task of its own.
				await nextTask();
				return value;
			}
		}
	}
}
