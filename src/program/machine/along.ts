/** What is found along an axis, where nothing has a gradient. */
import { size, type Shape } from '#engine';
import type { Numbers } from './elementwise.ts';

/** Of the numbers of a line, one. */
const KINDS = {
	max: (line: Float64Array) => line[furthest(line, 1)]!,
	min: (line: Float64Array) => line[furthest(line, -1)]!,
	argmax: (line: Float64Array) => furthest(line, 1),
	argmin: (line: Float64Array) => furthest(line, -1),
	all: (line: Float64Array) => (line.every((x) => x !== 0) ? 1 : 0),
	any: (line: Float64Array) => (line.some((x) => x !== 0) ? 1 : 0)
};
export type Reduction = keyof typeof KINDS;

/** The place of the largest number, or of the smallest; NaN is larger and smaller than all, and of equal ones the first counts. */
function furthest(line: Float64Array, sign: 1 | -1): number {
	let best = 0;
	for (let k = 0; k < line.length; k++) {
		if (Number.isNaN(line[k]!)) return k;
		if (sign * line[k]! > sign * line[best]!) best = k;
	}
	return best;
}

function* linesOf({ data, shape }: Numbers, axis: number) {
	const n = shape[axis] ?? 1;
	const inner = size(shape.slice(axis + 1));
	const line = new Float64Array(n);
	for (let start = 0; start < data.length; start += n * inner)
		for (let k = 0; k < inner; k++) {
			for (let d = 0; d < n; d++) line[d] = data[start + k + d * inner]!;
			yield { line, start: start + k, inner };
		}
}

export function reduced(kind: Reduction, x: Numbers, axis: number, keep: boolean): Numbers {
	const shape: Shape = keep
		? x.shape.map((n, d) => (d === axis ? 1 : n))
		: x.shape.filter((_, d) => d !== axis);
	const data = new Float64Array(size(shape));
	let at = 0;
	for (const { line } of linesOf(x, axis)) data[at++] = KINDS[kind](line);
	return { data, shape };
}

export function ordered(x: Numbers, axis: number, descending: boolean): Numbers {
	const data = new Float64Array(x.data.length);
	for (const { line, start, inner } of linesOf(x, axis)) {
		const places = Array.from(line.keys()).sort(
			(a, b) => (descending ? line[b]! - line[a]! : line[a]! - line[b]!) || a - b
		);
		places.forEach((place, k) => (data[start + k * inner] = place));
	}
	return { data, shape: x.shape };
}
