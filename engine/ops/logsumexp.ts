/**
 * The logarithm of a sum of exponentials, as the largest number plus ln Σ e^(x − max): nothing overflows. Its gradient is
 * softmax: every number gets its share of what arrives.
 */
import { exp, log } from '../math.ts';
import type { Call, Cell, Op, Rule, Use } from '../op.ts';
import { lines } from '../rules/lines.ts';
import {
	addPower,
	axisSample,
	distinct,
	findLargest,
	largest,
	statistics,
	statisticsUses,
	total
} from '../rules/softmax.ts';
import { slope, sumRule } from '../rules/sum.ts';
import { num, plain, sym, val, valueOf } from '../tex.ts';
import { capital, withValue, the } from '../words.ts';

export interface LogSumExp {
	/** The axis along which the exponentials are added; the last where left out. */
	axis?: number;
	/** Whether it stays, with length 1. */
	keepdim?: boolean;
}

const of = ({ xs: [x], attrs }: Call<LogSumExp>) => lines('logsumexp', x!.shape, attrs?.axis);

/** Where the largest is infinite, so is the whole: ∞ − ∞ would be NaN. */
const whole = (max: number, sum: number) => (Math.abs(max) === Infinity ? max : max + log(sum));

const forward: Rule<LogSumExp> = {
	tex: ({ out, xs: [x] }) =>
		`${sym(out)} = m + \\ln \\sum_k e^{${sym(x!, 'k')} - m} \\qquad m = \\max_k ${sym(x!, 'k')}`,
	about: (c) =>
		`The exponentials of every ${of(c).word} of ${the(c.xs[0]!)} are added, and the logarithm is taken: a soft maximum.`,
	reads: (c) => c.xs,
	run(c, out) {
		const g = of(c);
		const { data } = c.xs[0]!;
		for (let line = 0; line < g.count; line++) {
			const max = data[largest(data, g, line)]!;
			out[line] = whole(max, total(data, g, line, max));
		}
	},
	steps: (c) => 2 * of(c).n + 1,
	step(c, line, s) {
		const g = of(c);
		const x = c.xs[0]!;
		if (s < g.n) return findLargest(x, g, line, s);
		if (s < 2 * g.n) return addPower(x, g, line, s - g.n);
		const { max, sum } = statistics(x, g, line);
		const value = whole(valueOf(max), sum);
		const isInfinite = Math.abs(valueOf(max)) === Infinity;
		return {
			reads: distinct(max),
			value,
			term: log(sum),
			tex: isInfinite ? `${val(max, false)}` : `${val(max, false)} + \\ln ${num(sum)} = ${num(value)}`,
			text: capital(
				isInfinite
					? `the largest is ${plain(value)}, and so is the whole.`
					: `the largest, ${withValue(max)}, plus the logarithm of the sum ${plain(sum)} is ${plain(value)}.`
			)
		};
	},
	*uses(c, _, index): Iterable<Use> {
		const g = of(c);
		const line = g.lineOf(index);
		const isLargest = largest(c.xs[0]!.data, g, line) === index;
		for (const s of statisticsUses(g.n, g.placeOf(index), isLargest)) yield [line, s];
		if (isLargest) yield [line, 2 * g.n];
	}
};

const gradient = sumRule<LogSumExp>({
	tex: ({ out, xs: [x], y, dy }) => `${sym(out, 'i')} = e^{${sym(x!, 'i')} - ${sym(y)}} \\cdot ${sym(dy!)}`,
	about: (c) => `Every number gets its share of its ${of(c).word}, as softmax gives it, of the gradient.`,
	reads: ({ xs: [x], y, dy }) => [x!, y, dy!],
	run(c, out) {
		const g = of(c);
		const [x, y, dy] = [c.xs[0]!.data, c.y.data, c.dy!.data];
		for (let i = 0; i < out.length; i++) {
			const line = g.lineOf(i);
			out[i] = 0 + exp(x[i]! - y[line]!) * dy[line]!;
		}
	},
	terms: () => 1,
	term(c, i) {
		const line = of(c).lineOf(i);
		const [x, y]: [Cell, Cell] = [
			[c.xs[0]!, i],
			[c.y, line]
		];
		return slope(exp(valueOf(x) - valueOf(y)), [c.dy!, line], [x, y], `e^{${val(x, false)} - ${val(y)}}`);
	},
	*uses(c, slot, index): Iterable<Use> {
		const g = of(c);
		if (slot === 0) return yield [index, 0];
		for (let k = 0, i = g.start(index); k < g.n; k++, i += g.stride) yield [i, 0];
	}
});

export const logsumexp: Op<LogSumExp> = {
	name: 'logsumexp',
	family: 'reduction',
	summary: 'The logarithm of a sum of exponentials: a maximum with a soft edge.',
	byHand: false,
	torch: "x.logsumexp(a.get('axis', -1), keepdim=a.get('keepdim', False))",
	inputs: ['x'],
	attributes: {
		axis: 'the axis along which exponentials are added (−1, the last)',
		keepdim: 'whether it stays, with length 1 (false)'
	},
	shape([x], attrs) {
		lines('logsumexp', x!, attrs?.axis);
		const axis = (attrs?.axis ?? -1) < 0 ? (attrs?.axis ?? -1) + x!.length : attrs!.axis!;
		return attrs?.keepdim ? x!.map((d, k) => (k === axis ? 1 : d)) : x!.filter((_, k) => k !== axis);
	},
	forward,
	backward: () => gradient,
	example: () => ({ xs: [{ shape: [2, 3], values: [1, 2, 3, 0, 0, 4] }], attrs: {} }),
	sample(random) {
		const { xs, attrs } = axisSample(random);
		return { xs, attrs: { ...attrs, keepdim: random.next() < 0.5 } };
	}
};
