/**
 * Turns the numbers of a line into shares of 1. The gradient is the closed form of textbooks: a share times what its
 * own gradient has above the average of all gradients, weighed by the shares.
 */
import type { Call, Cell, Op, Rule, Use } from '../op.ts';
import { lines, type Lines } from '../rules/lines.ts';
import {
	addPower,
	AXIS,
	axisSample,
	distinct,
	findLargest,
	largest,
	lineUses,
	linesOf,
	nothing,
	power,
	powerTex,
	statistics,
	total,
	totalTex,
	type Axis
} from '../rules/softmax.ts';

import { joined, num, plain, sym, val, valueOf, wrap } from '../tex.ts';
import { at, capital, withValue, the } from '../words.ts';

export interface Softmax extends Axis {
	/** Whether a mask put −∞ among the scores, so that a line of nothing else gets shares of 0, and not NaN. */
	masked?: boolean;
}

/** A share of a line; in one that is masked throughout, 0. */
const share = (part: number, sum: number, attrs: Softmax | undefined): number =>
	attrs?.masked && sum === 0 ? 0 : part / sum;

/** What is said of a line without any weight: of one that a mask left, and of one in which every score is −∞ by itself. */
const empty = (g: Lines, attrs: Softmax | undefined, shown: string) =>
	attrs?.masked
		? {
				tex: `\\text{fully masked: } ${shown}`,
				text: `This ${g.word} is fully masked, so every share of it is 0.`
			}
		: {
				tex: `\\frac{0}{0} = ${shown}`,
				text: `${capital(nothing(g))} is no number, so every share of it is NaN.`
			};

const forward: Rule<Softmax> = {
	tex: ({ out, xs: [x] }) =>
		`${sym(out, 'i')} = \\frac{e^{${sym(x!, 'i')} - m}}{\\sum_k e^{${sym(x!, 'k')} - m}} \\qquad m = \\max_k ${sym(x!, 'k')}`,
	about: (c) =>
		`Every ${linesOf(c).word} of ${the(c.xs[0]!)} is turned into shares that are positive and sum to 1.`,
	reads: (c) => c.xs,
	run(c, out) {
		const g = linesOf(c);
		const { data } = c.xs[0]!;
		for (let line = 0; line < g.count; line++) {
			const max = data[largest(data, g, line)]!;
			const sum = total(data, g, line, max);
			for (let k = 0, i = g.start(line); k < g.n; k++, i += g.stride) {
				out[i] = share(power(data[i]!, max), sum, c.attrs);
			}
		}
	},
	steps: (c) => 2 * linesOf(c).n + 1,
	step(c, cell, s) {
		const g = linesOf(c);
		const x = c.xs[0]!;
		const line = g.lineOf(cell);
		if (s < g.n) return findLargest(x, g, line, s);
		if (s < 2 * g.n) return addPower(x, g, line, s - g.n);
		const { max, sum } = statistics(x, g, line);
		const read: Cell = [x, cell];
		const part = power(valueOf(read), valueOf(max));
		const value = share(part, sum, c.attrs);
		return {
			reads: distinct(read, max),
			value,
			term: part,
			...(sum === 0
				? empty(g, c.attrs, num(value))
				: {
						tex: `\\frac{${powerTex(read, max)}}{${num(sum)}} = \\frac{${num(part)}}{${num(sum)}} = ${num(value)}`,
						text: `${capital(withValue(read))} has the exponential ${plain(part)}; its share of the sum ${plain(sum)} is ${plain(value)}.`
					})
		};
	},
	cell(c, cell) {
		const g = linesOf(c);
		const line = g.lineOf(cell);
		const { max, sum } = statistics(c.xs[0]!, g, line);
		const shown = val([c.out, cell], false);
		if (sum === 0) return empty(g, c.attrs, shown);
		return {
			tex: `\\frac{${powerTex([c.xs[0]!, cell], max)}}{${totalTex(g, line, max)}} = ${shown}`,
			text: `${capital(withValue([c.xs[0]!, cell]))} gets the share ${plain(c.out.data[cell]!)} of its ${g.word}.`
		};
	},
	uses: (c, _, index) => lineUses(c, index)
};

/** The sum of gradient × share over the first n places of a line. */
function average({ y, dy }: Call<Softmax>, start: number, stride: number, n: number): number {
	// Begins with its first term, as in PyTorch: −0 stays −0.
	let sum = -0;
	for (let k = 0, i = start; k < n; k++, i += stride) sum += y.data[i]! * dy!.data[i]!;
	return sum;
}

const gradient: Rule<Softmax> = {
	tex: ({ out, y, dy }) =>
		`${sym(out, 'i')} = ${sym(y, 'i')} \\Big(${sym(dy!, 'i')} - \\sum_k ${sym(y, 'k')}\\, ${sym(dy!, 'k')}\\Big)`,
	about: (c) =>
		`Shares of a ${linesOf(c).word} compete: a number gains only by what its gradient has above the average that the shares weigh.`,
	reads: ({ y, dy }) => [y, dy!],
	run(c, out) {
		const g = linesOf(c);
		const [y, dy] = [c.y.data, c.dy!.data];
		for (let line = 0; line < g.count; line++) {
			const start = g.start(line);
			const mean = average(c, start, g.stride, g.n);
			for (let k = 0, i = start; k < g.n; k++, i += g.stride) out[i] = y[i]! * (dy[i]! - mean);
		}
	},
	steps: (c) => linesOf(c).n + 1,
	step(c, cell, s) {
		const g = linesOf(c);
		const start = g.start(g.lineOf(cell));
		const before = average(c, start, g.stride, s);
		const i = s < g.n ? start + s * g.stride : cell;
		const [mine, upstream]: [Cell, Cell] = [
			[c.y, i],
			[c.dy!, i]
		];
		if (s < g.n) {
			const term = valueOf(mine) * valueOf(upstream);
			const value = before + term;
			return {
				reads: [mine, upstream],
				value,
				term,
				tex: `${s === 0 ? '' : `\\underbrace{${num(before)}}_{\\text{so far}} + `}${val(mine)} \\times ${val(upstream)} = ${num(value)}`,
				text: `${capital(withValue(mine))} weighs the ${withValue(upstream)}: ${plain(term)}${s === 0 ? '' : `; the weighed average so far is ${plain(value)}`}.`
			};
		}
		const above = valueOf(upstream) - before;
		const value = valueOf(mine) * above;
		return {
			reads: [mine, upstream],
			value,
			term: value,
			local: valueOf(mine),
			upstream: above,
			tex: `\\underbrace{${val(mine)}}_{\\text{local}} \\times \\big(\\underbrace{${val(upstream)} - ${wrap(before)}}_{\\text{upstream, above the average}}\\big) = ${num(value)}`,
			text: `The ${withValue(upstream)} ${Number.isNaN(above) ? `minus the average ${plain(before)} is NaN` : `is ${plain(Math.abs(above))} ${above < 0 ? 'below' : 'above'} the average ${plain(before)}`}; times ${withValue(mine)} that is ${plain(value)}.`
		};
	},
	cell(c, cell) {
		const g = linesOf(c);
		const start = g.start(g.lineOf(cell));
		const place = (k: number) => start + k * g.stride;
		const sum = joined(g.n, (k) => `${val([c.y, place(k)])} \\times ${val([c.dy!, place(k)])}`);
		return {
			tex: `${val([c.y, cell])} \\times \\big(${val([c.dy!, cell])} - (${sum})\\big) = ${val([c.out, cell], false)}`,
			text: `${capital(at([c.out, cell]))} is ${plain(c.out.data[cell]!)}.`
		};
	},
	*uses(c, _, index): Iterable<Use> {
		const g = linesOf(c);
		const line = g.lineOf(index);
		for (let k = 0, cell = g.start(line); k < g.n; k++, cell += g.stride) yield [cell, g.placeOf(index)];
		yield [index, g.n];
	}
};

export const softmax: Op<Softmax> = {
	name: 'softmax',
	family: 'softmax',
	summary: 'Turns the numbers of a row into shares between 0 and 1 that sum to 1; larger numbers get more.',
	range: [0, 1],
	byHand: false,
	inputs: ['x'],
	attributes: {
		axis: AXIS,
		masked:
			'whether a mask put −∞ among the scores: a row of nothing else then gets shares of 0, not NaN (false)'
	},
	shape([x], attrs) {
		lines('softmax', x!, attrs?.axis);
		return x!;
	},
	forward,
	backward: () => gradient,
	example: () => ({ xs: [{ shape: [2, 3], values: [1, 2, 3, 0, 0, 4] }], attrs: {} }),
	sample(random) {
		const { xs, attrs } = axisSample(random);
		return { xs, attrs: random.next() < 0.2 ? { ...attrs, masked: true } : attrs };
	}
};
