/**
 * The last few runs, so that looking at another update of one costs no more than the way from the nearest parameters
 * that were kept. A run is known by its program and by all numbers that it begins with.
 */
import type { Ran } from './history.ts';

const MOST = 4;
const runs: {
	readonly program: string;
	readonly numbers: readonly ArrayLike<number>[];
	readonly ran: Ran;
}[] = [];

const same = (a: ArrayLike<number>, b: ArrayLike<number>): boolean => {
	if (a.length !== b.length) return false;
	for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
	return true;
};

/** The run of this program on these numbers: remembered, or run now. */
export function recall(program: string, numbers: readonly ArrayLike<number>[], run: () => Ran): Ran {
	const known = runs.findIndex(
		(r) =>
			r.program === program &&
			r.numbers.length === numbers.length &&
			r.numbers.every((n, k) => same(n, numbers[k]!))
	);
	const [found] = known < 0 ? [] : runs.splice(known, 1);
	const entry = found ?? {
		program,
		numbers: numbers.map((n) => Float64Array.from(n)),
		ran: run()
	};
	runs.unshift(entry);
	runs.length = Math.min(runs.length, MOST);
	return entry.ran;
}
