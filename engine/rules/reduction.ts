/** What sum and mean share: some axes of a tensor are added up, and the gradient is handed back to every cell. */
import { size } from '../tensor.ts';
import type { Call, Op, Rule, Use } from '../op.ts';
import { sym } from '../tex.ts';
import { axesKept, axesOf, kept, type Reduction } from './axes.ts';
import { repetition } from './broadcast.ts';
import { asItIs, product, slope, sumRule } from './sum.ts';
import { listed } from '../lists.ts';
import { axisNames, capital, the, where } from '../words.ts';

export function reduction(name: 'sum' | 'mean', summary: string): Op<Reduction> {
	const mean = name === 'mean';
	const groups = ({ xs: [x], attrs }: Call<Reduction>) => repetition(x!.shape, kept(name, x!.shape, attrs));
	/** "The 4 numbers of every row of x". */
	const whose = ({ xs: [x], attrs }: Call<Reduction>) => {
		const axes = axesOf(name, x!.shape, attrs);
		const { length } = x!.shape;
		if (axes.length === length)
			return length ? `All ${size(x!.shape)} numbers of ${the(x!)}` : capital(the(x!));
		const line = axes.length === 1 && length === 2 ? (axes[0] === 1 ? 'row' : 'column') : null;
		const { times } = repetition(x!.shape, kept(name, x!.shape, attrs));
		return line
			? `The ${times} numbers of every ${line} of ${the(x!)}`
			: `Along ${listed(axes.map((d) => `the ${axisNames(x!)[d]}s`))}, each ${times} numbers of ${the(x!)}`;
	};
	const factor = (c: Call<Reduction>) => (mean ? 1 / groups(c).times : 1);

	const forward: Rule<Reduction> = sumRule<Reduction>({
		tex: (c) =>
			`${sym(c.out)} = ${mean ? `\\frac{1}{${groups(c).times}} ` : ''}\\sum_{k} ${sym(c.xs[0]!, 'k')}`,
		about: (c) =>
			`${whose(c)} are added up${mean ? ` and divided by how many they are, ${groups(c).times}` : ''}.`,
		reads: (c) => c.xs,
		run(c, out) {
			const { times, source } = groups(c);
			const { data } = c.xs[0]!;
			out.fill(0);
			for (let i = 0; i < data.length; i++) out[source(i)]! += data[i]!;
			if (mean) for (let i = 0; i < out.length; i++) out[i]! /= times;
		},
		terms: (c) => groups(c).times,
		term: (c, cell, s) => product([c.xs[0]!, groups(c).repeat(cell, s)]),
		values(c, cell) {
			const { repeat } = groups(c);
			const { data } = c.xs[0]!;
			return (s) => data[repeat(cell, s)]!;
		},
		...(mean && { divisor: (c: Call<Reduction>) => groups(c).times }),
		uses: (c, _, index): Use[] => [[groups(c).source(index), groups(c).rank(index)]],
		...(!mean && {
			subject: ({ out, xs: [x] }: Call<Reduction>, cell: number) =>
				`${the(x!)}${where(out, cell) && ` at ${where(out, cell)}`}`
		})
	});
	const gradient: Rule<Reduction> = sumRule<Reduction>({
		tex: (c) => `${sym(c.out, 'k')} = ${mean ? `\\frac{1}{${groups(c).times}}` : '1'} \\cdot ${sym(c.dy!)}`,
		about: (c) =>
			mean
				? `Every number counted for one part in ${groups(c).times} of the mean, so each gets that share of the gradient.`
				: 'Every number was added as it is, so each gets the whole gradient.',
		reads: (c) => [c.dy!],
		run(c, out) {
			const { source } = groups(c);
			const local = factor(c);
			const dy = c.dy!.data;
			for (let i = 0; i < out.length; i++) out[i] = local * dy[source(i)]!;
		},
		terms: () => 1,
		start: asItIs,
		term: (c, cell) => slope(factor(c), [c.dy!, groups(c).source(cell)]),
		*uses(c, _, index): Iterable<Use> {
			const { times, repeat } = groups(c);
			for (let r = 0; r < times; r++) yield [repeat(index, r), 0];
		}
	});
	return {
		name,
		family: 'reduction',
		summary,
		inputs: ['x'],
		attributes: { axes: 'the axes to reduce (all)', keepdim: 'whether they stay, with length 1 (false)' },
		shape([x], attrs) {
			const axes = axesOf(name, x!, attrs);
			return attrs?.keepdim ? kept(name, x!, attrs) : x!.filter((_, d) => !axes.includes(d));
		},
		along: ({ xs: [x], attrs }) => axesKept(name, x!.shape, attrs),
		forward,
		backward: () => gradient,
		example: () => ({ xs: [{ shape: [2, 3], values: [1, 2, 3, 4, 5, 6] }], attrs: { axes: [1] } }),
		sample(random) {
			const shape = Array.from({ length: random.integer(1, 4) }, () => random.integer(1, 4));
			const axes = shape.flatMap((_, d) =>
				random.next() < 0.5 ? [random.next() < 0.5 ? d : d - shape.length] : []
			);
			return {
				xs: [{ shape }],
				attrs: { ...(random.next() < 0.8 && { axes }), keepdim: random.next() < 0.5 }
			};
		}
	};
}
