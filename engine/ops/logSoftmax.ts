/**
 * The logarithm of softmax, computed as x − max − ln Σ: exact also where the share itself is too small for a number. The
 * gradient is that of softmax in logarithms: its own, minus the share times the sum of all.
 */
import { exp, log } from '../math.ts';
import type { Call, Cell, Op, Rule, Use } from '../op.ts';
import { lines } from '../rules/lines.ts';
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
	powerTex,
	statistics,
	total,
	totalTex,
	type Axis
} from '../rules/softmax.ts';

import { joined, num, plain, sym, val, valueOf, wrap } from '../tex.ts';
import { at, capital, withValue, the } from '../words.ts';

/** −∞ stays −∞, but for a line of nothing else: there −∞ − (−∞) is NaN. */
const logShare = (x: number, max: number, sum: number) => x - max - log(sum);

const forward: Rule<Axis> = {
	tex: ({ out, xs: [x] }) =>
		`${sym(out, 'i')} = ${sym(x!, 'i')} - m - \\ln \\sum_k e^{${sym(x!, 'k')} - m} \\qquad m = \\max_k ${sym(x!, 'k')}`,
	about: (c) =>
		`The logarithm of the share that softmax gives every number of ${the(c.xs[0]!)} in its ${linesOf(c).word}.`,
	reads: (c) => c.xs,
	run(c, out) {
		const g = linesOf(c);
		const { data } = c.xs[0]!;
		for (let line = 0; line < g.count; line++) {
			const max = data[largest(data, g, line)]!;
			const sum = total(data, g, line, max);
			for (let k = 0, i = g.start(line); k < g.n; k++, i += g.stride) out[i] = logShare(data[i]!, max, sum);
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
		const value = logShare(valueOf(read), valueOf(max), sum);
		return {
			reads: distinct(read, max),
			value,
			term: log(sum),
			tex: `${val(read, false)} - ${val(max)} - \\ln ${num(sum)} = ${num(value)}`,
			text:
				sum === 0
					? `${capital(nothing(g))} is no number, and neither is its logarithm: NaN.`
					: `${capital(withValue(read))} minus the largest (${plain(valueOf(max))}) minus the logarithm of the sum ${plain(sum)} is ${plain(value)}.`
		};
	},
	cell(c, cell) {
		const g = linesOf(c);
		const line = g.lineOf(cell);
		const { max } = statistics(c.xs[0]!, g, line);
		return {
			tex: `\\ln \\frac{${powerTex([c.xs[0]!, cell], max)}}{${totalTex(g, line, max)}} = ${val([c.out, cell], false)}`,
			text: `${capital(withValue([c.xs[0]!, cell]))} gets a share of its ${g.word} whose logarithm is ${plain(c.out.data[cell]!)}.`
		};
	},
	uses: (c, _, index) => lineUses(c, index)
};

/** The sum of the gradients at the first n places of a line. */
function arrived({ dy }: Call<Axis>, start: number, stride: number, n: number): number {
	// Begins with its first term, as in PyTorch: −0 stays −0.
	let sum = -0;
	for (let k = 0, i = start; k < n; k++, i += stride) sum += dy!.data[i]!;
	return sum;
}

const gradient: Rule<Axis> = {
	tex: ({ out, y, dy }) =>
		`${sym(out, 'i')} = ${sym(dy!, 'i')} - e^{${sym(y, 'i')}} \\sum_k ${sym(dy!, 'k')}`,
	about: (c) =>
		`Every number of a ${linesOf(c).word} gets its own gradient, minus its softmax share of the gradients of the whole ${linesOf(c).word}.`,
	reads: ({ y, dy }) => [y, dy!],
	run(c, out) {
		const g = linesOf(c);
		const [y, dy] = [c.y.data, c.dy!.data];
		for (let line = 0; line < g.count; line++) {
			const start = g.start(line);
			const sum = arrived(c, start, g.stride, g.n);
			for (let k = 0, i = start; k < g.n; k++, i += g.stride) out[i] = dy[i]! - exp(y[i]!) * sum;
		}
	},
	steps: (c) => linesOf(c).n + 1,
	step(c, cell, s) {
		const g = linesOf(c);
		const start = g.start(g.lineOf(cell));
		const before = arrived(c, start, g.stride, s);
		if (s < g.n) {
			const read: Cell = [c.dy!, start + s * g.stride];
			const value = before + valueOf(read);
			return {
				reads: [read],
				value,
				term: valueOf(read),
				tex: `${s === 0 ? '' : `\\underbrace{${num(before)}}_{\\text{so far}} + `}${val(read)} = ${num(value)}`,
				text: `The upstream ${withValue(read)} is ${s === 0 ? `the first of ${g.n} that are added` : `added; the sum so far is ${plain(value)}`}.`
			};
		}
		const [mine, upstream]: [Cell, Cell] = [
			[c.y, cell],
			[c.dy!, cell]
		];
		const share = exp(valueOf(mine));
		const value = valueOf(upstream) - share * before;
		return {
			reads: [mine, upstream],
			value,
			term: share * before,
			tex: `${val(upstream)} - e^{${val(mine, false)}} \\times ${wrap(before)} = ${num(value)}`,
			text: `The upstream ${withValue(upstream)}, minus the share ${plain(share)} of the sum ${plain(before)}, is ${plain(value)}.`
		};
	},
	cell(c, cell) {
		const g = linesOf(c);
		const start = g.start(g.lineOf(cell));
		const sum = joined(g.n, (k) => val([c.dy!, start + k * g.stride]));
		return {
			tex: `${val([c.dy!, cell])} - e^{${val([c.y, cell], false)}} \\left(${sum}\\right) = ${val([c.out, cell], false)}`,
			text: `${capital(at([c.out, cell]))} is ${plain(c.out.data[cell]!)}.`
		};
	},
	*uses(c, slot, index): Iterable<Use> {
		const g = linesOf(c);
		yield [index, g.n];
		if (slot === 0) return;
		const line = g.lineOf(index);
		for (let k = 0, cell = g.start(line); k < g.n; k++, cell += g.stride) yield [cell, g.placeOf(index)];
	}
};

export const logSoftmax: Op<Axis> = {
	name: 'logSoftmax',
	family: 'softmax',
	summary: 'The logarithm of softmax, in a form that neither overflows nor loses small shares.',
	range: [-Infinity, 0],
	byHand: false,
	inputs: ['x'],
	attributes: { axis: AXIS },
	shape([x], attrs) {
		lines('logSoftmax', x!, attrs?.axis);
		return x!;
	},
	forward,
	backward: () => gradient,
	example: () => ({ xs: [{ shape: [2, 3], values: [1, 2, 3, 0, 0, 4] }], attrs: {} }),
	sample: axisSample
};
