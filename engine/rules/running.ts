/**
 * What a cell's steps have come to before step n: the sum so far, the largest so far. Steps are looked at one after the
 * other, so the last place is remembered and gone on from, and a mark every so often makes going back cheap too: a cell
 * of a million steps is passed once, not once a step. Values are those of a loop from the first step, bit for bit.
 */

/** How many steps lie between marks. */
const EVERY = 512;

interface Pass<T> {
	readonly cell: number;
	next(before: T, k: number): T;
	/** What there was before step 0, EVERY, 2·EVERY … */
	readonly marks: T[];
	at: number;
	value: T;
}

/**
 * `first` is there before step 0, and what `steps` gives for a cell adds step k to what was before. Nothing is kept
 * alive: what is remembered, of one cell a call, goes when the call goes. What the steps read must not change while the
 * call is looked at.
 */
export function running<C extends object, T>(
	first: (call: C) => T,
	steps: (call: C, cell: number) => (before: T, k: number) => T
): (call: C, cell: number, n: number) => T {
	const passes = new WeakMap<C, Pass<T>>();
	const begin = (call: C, cell: number): Pass<T> => {
		const value = first(call);
		const pass = { cell, next: steps(call, cell), marks: [value], at: 0, value };
		passes.set(call, pass);
		return pass;
	};
	return (call, cell, n) => {
		let pass = passes.get(call);
		if (pass?.cell !== cell) pass = begin(call, cell);
		if (n < pass.at) {
			const mark = Math.floor(n / EVERY);
			pass.at = mark * EVERY;
			pass.value = pass.marks[mark]!;
		}
		while (pass.at < n) {
			pass.value = pass.next(pass.value, pass.at++);
			if (pass.at % EVERY === 0) pass.marks[pass.at / EVERY] = pass.value;
		}
		return pass.value;
	};
}
