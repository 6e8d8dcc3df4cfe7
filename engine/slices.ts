/** Work that can be put aside: it yields between slices of a millisecond or less, and whoever drives it goes on when they like. */
export type Slices<T = void> = Generator<void, T>;

/** How many small things make a slice. */
export const SLICE = 64;

/** All of it, at once. */
export function wholly<T>(work: Generator<unknown, T>): T {
	for (;;) {
		const { done, value } = work.next();
		if (done) return value;
	}
}
