import { fail } from './errors.ts';
import { shapeName, type Axis, type Shape } from './tensor.ts';

/** What a tensor is called. */
export interface Naming {
	name?: string;
	label?: string;
	symbol?: string;
	/** What the places along the first axis are called: the words of a sentence. */
	names?: readonly string[];
	/** One for each axis: what it is called, and what its places are. */
	axes?: readonly Axis[];
	/** What a value stands for, where the numbers along the first axis are indices that are computed: a word that is chosen. */
	nameOf?(value: number): string;
}

const NAME = /^[A-Za-z][\w.]*$/;

/** Refuses a name, a shape or names of places that no tensor can have. */
export function expectNamed(wanted: string, shape: Shape, names: readonly string[] | undefined): void {
	if (!shape.every((d) => Number.isInteger(d) && d >= 0))
		fail(
			'shape',
			`${wanted} would have shape ${shapeName(shape)}: every size must be a whole number from 0 up`
		);
	if (!NAME.test(wanted))
		fail('name', `"${wanted}" cannot name a tensor: use a letter, then letters, digits, "_" and "."`);
	if (names && names.length !== shape[0])
		fail(
			'shape',
			`${wanted} has ${names.length} names for shape ${shapeName(shape)}: give one for each place along the first axis`
		);
}

/** Finds names that are not in use yet: `W`, then `W_2`, `W_3` …, the thousandth as fast as the first. */
export function freeNames(used: ReadonlyMap<string, unknown>): (wanted: string) => string {
	const next = new Map<string, number>();
	return (wanted) => {
		if (!used.has(wanted)) return wanted;
		let n = next.get(wanted) ?? 2;
		while (used.has(`${wanted}_${n}`)) n++;
		next.set(wanted, n + 1);
		return `${wanted}_${n}`;
	};
}
