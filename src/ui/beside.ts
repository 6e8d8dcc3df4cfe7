/** Work in another thread, beside the page. */

/** Whether there can be one: a sandboxed frame may fetch no worker, and the page waits there. */
export const canWorkBeside = (): boolean => typeof Worker !== 'undefined' && self.origin !== 'null';

/** The memory of arrays, to be handed to another thread without a copy; empty ones have none of their own. */
export const memoryOf = (arrays: Iterable<Float64Array>): ArrayBufferLike[] =>
	[...arrays].flatMap(({ length, buffer }) => (length ? [buffer] : []));

/** Lets the page answer to keys and clicks before the work goes on. */
export const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
