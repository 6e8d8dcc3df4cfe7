/** Points of the plane with a class each, 0 or 1: what small classifiers learn from. All are computed, from a seed where chance is in them. */
import { random, type Random } from '#engine';
import { cos, sin } from '#engine/math.ts';

export interface Points {
	/** x and y of each. */
	readonly xy: readonly (readonly [x: number, y: number])[];
	readonly classes: readonly number[];
}

const table = (f: (a: number, b: number) => number): Points => {
	const xy = [0, 1].flatMap((a) => [0, 1].map((b) => [a, b] as const));
	return { xy, classes: xy.map(([a, b]) => f(a, b)) };
};

/** Four rows of a truth table. */
export const and = table((a, b) => a & b);
export const or = table((a, b) => a | b);
export const xor = table((a, b) => a ^ b);

/** About normal, with the deviation 1: the sum of four uniform numbers, for which arithmetic is enough. */
const scatter = ({ between }: Random): number =>
	(between(-1, 1) + between(-1, 1) + between(-1, 1) + between(-1, 1)) * Math.sqrt(0.75);

const half = (n: number, k: number) => Number(k >= n / 2);

/** Two clouds, `apart` between their middles. */
export function clouds(n: number, seed: number, apart = 2, spread = 0.5): Points {
	const source = random(seed);
	const classes = Array.from({ length: n }, (_, k) => half(n, k));
	return {
		classes,
		xy: classes.map((c) => {
			const side = (c - 0.5) * apart;
			return [side * 0.8 + spread * scatter(source), side * 0.6 + spread * scatter(source)] as const;
		})
	};
}

/** A disc of class 1 in a ring of class 0. */
export function rings(n: number, seed: number, noise = 0.1): Points {
	const source = random(seed);
	const classes = Array.from({ length: n }, (_, k) => half(n, k));
	return {
		classes,
		xy: classes.map((c) => {
			const angle = source.between(0, 2 * Math.PI);
			const radius = (c ? source.between(0, 0.45) : source.between(0.75, 1)) + noise * scatter(source);
			return [radius * cos(angle), radius * sin(angle)] as const;
		})
	};
}

/** Two half moons that reach into each other. */
export function moons(n: number, seed: number, noise = 0.1): Points {
	const source = random(seed);
	const classes = Array.from({ length: n }, (_, k) => half(n, k));
	return {
		classes,
		xy: classes.map((c) => {
			const angle = source.between(0, Math.PI);
			const [x, y] = c ? [0.5 - cos(angle), 0.25 - sin(angle)] : [cos(angle) - 0.5, sin(angle) - 0.25];
			return [x + noise * scatter(source), y + noise * scatter(source)] as const;
		})
	};
}
