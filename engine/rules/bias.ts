/** What is added to every number of a channel, and what comes back to it: the bias of a convolution. */
import type { Call, Cell, Rule } from '../op.ts';
import { size, type Tensor } from '../tensor.ts';
import { sym } from '../tex.ts';
import { sumRule } from './sum.ts';

/** Adds a channel's number to each of the channel's planes, of `area` numbers each. */
export function addBias(out: Float64Array, bias: Tensor, area: number): void {
	for (let plane = 0; plane * area < out.length; plane++) {
		const added = bias.data[plane % bias.data.length]!;
		for (let k = plane * area, end = k + area; k < end; k++) out[k]! += added;
	}
}

/** Numbers of one channel's plane, the channels, and the images, by shapes alone: images × channels × rows × columns, or without images. */
const planes = <A>({ out, dy }: Call<A>) => {
	const [area, channels] = [size(dy!.shape.slice(-2)), out.shape[0]!];
	return { area, channels, images: size(dy!.shape) / area / channels };
};

/** The gradients of all numbers to which a channel's number was added, with local derivative 1. */
export function biasGradient<A>(positions: string, about: string): Rule<A> {
	return sumRule<A>({
		tex: (c) => `${sym(c.out, 'o')} = \\sum_{${positions}} 1 \\cdot ${sym(c.dy!, `o,${positions}`)}`,
		about: () => about,
		reads: ({ dy }) => [dy!],
		run(c, out) {
			const { area, channels, images } = planes(c);
			const { data } = c.dy!;
			out.fill(0);
			for (let k = 0; k < images * channels; k++) {
				let sum = out[k % channels]!;
				for (let p = k * area, end = p + area; p < end; p++) sum += data[p]!;
				out[k % channels] = sum;
			}
		},
		terms(c) {
			const { area, images } = planes(c);
			return images * area;
		},
		term(c, cell, s) {
			const { area, channels } = planes(c);
			const at = (Math.floor(s / area) * channels + cell) * area + (s % area);
			const upstream: Cell = [c.dy!, at];
			return { reads: [upstream], value: c.dy!.data[at]!, local: 1, upstream };
		},
		uses(c, _, index) {
			const { area, channels } = planes(c);
			const plane = Math.floor(index / area);
			return [[plane % channels, Math.floor(plane / channels) * area + (index % area)]];
		}
	});
}
