/** Where windows lie: what convolution and pooling of ONNX have in common, along any number of axes. */
import { size } from '#engine';
import { fail } from '#engine/errors.ts';
import type { Call } from './call.ts';

export interface Axis {
	/** Places of the input. */
	readonly n: number;
	readonly kernel: number;
	readonly stride: number;
	readonly dilation: number;
	/** Padding before the first place and behind the last. */
	readonly before: number;
	readonly after: number;
	/** How many windows there are. */
	readonly out: number;
}

/** How many places a window spans. */
export const spanOf = ({ kernel, dilation }: Pick<Axis, 'kernel' | 'dilation'>): number =>
	(kernel - 1) * dilation + 1;

/** A list of one whole number for each axis. */
export function each(call: Call, name: string, count: number, standard: number): readonly number[] {
	const given = call.ints(name) ?? new Array<number>(count).fill(standard);
	if (given.length !== count || given.some((d) => !Number.isInteger(d) || d < 0))
		call.refuse(`its ${name} are ${JSON.stringify(given)}: give ${count} whole numbers from 0 up`);
	return given;
}

/** The axes of a node; `ceil` lets a last window hang over the end, but it must begin before it. */
export function axesOf(
	call: Call,
	sizes: readonly number[],
	kernel: readonly number[],
	ceil = false
): readonly Axis[] {
	const rank = sizes.length;
	if (!rank) call.refuse('its input has no axis for windows: give it batch × channels × positions');
	if (kernel.length !== rank) call.refuse(`its kernel has ${kernel.length} axes, and its input ${rank}`);
	const strides = each(call, 'strides', rank, 1);
	const dilations = each(call, 'dilations', rank, 1);
	const pads = each(call, 'pads', 2 * rank, 0);
	const auto = call.choice('auto_pad', ['NOTSET', 'SAME_UPPER', 'SAME_LOWER', 'VALID'], 'NOTSET');
	return sizes.map((n, d) => {
		const [stride, dilation] = [strides[d]!, dilations[d]!];
		if (!stride || !dilation || !kernel[d])
			call.refuse('its kernel, strides and dilations must be from 1 up');
		const span = spanOf({ kernel: kernel[d]!, dilation });
		let [before, after] = auto === 'NOTSET' ? [pads[d]!, pads[d + rank]!] : [0, 0];
		if (auto.startsWith('SAME')) {
			const total = Math.max(0, (Math.ceil(n / stride) - 1) * stride + span - n);
			before = auto === 'SAME_UPPER' ? Math.floor(total / 2) : Math.ceil(total / 2);
			after = total - before;
		}
		const room = (n + before + after - span) / stride;
		let out = (ceil ? Math.ceil(room) : Math.floor(room)) + 1;
		if (ceil && (out - 1) * stride >= n + before) out--;
		if (out < 1) fail('shape', `a window of ${span} places does not fit into ${n + before + after}`);
		return { n, kernel: kernel[d]!, stride, dilation, before, after, out };
	});
}

/** The place that element u of window i reads; outside of 0 … n − 1 it is padding. */
export const placeOf = (a: Axis, i: number, u: number): number => i * a.stride - a.before + u * a.dilation;

/** For each window, row by row, the places under it in one plane; −1 is padding. */
export function placesUnder(axes: readonly Axis[]): Int32Array[] {
	const windows = size(axes.map(({ out }) => out));
	const elements = size(axes.map(({ kernel }) => kernel));
	return Array.from({ length: windows }, (_, window) => {
		const under = new Int32Array(elements);
		for (let element = 0; element < elements; element++) {
			let [w, e, stride, place] = [window, element, 1, 0];
			for (let d = axes.length - 1; d >= 0; d--) {
				const a = axes[d]!;
				const at = placeOf(a, w % a.out, e % a.kernel);
				if (at < 0 || at >= a.n) {
					place = -1;
					break;
				}
				place += at * stride;
				stride *= a.n;
				w = Math.floor(w / a.out);
				e = Math.floor(e / a.kernel);
			}
			under[element] = place;
		}
		return under;
	});
}
