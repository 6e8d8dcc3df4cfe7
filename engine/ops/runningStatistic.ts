import { fail } from '../errors.ts';
import type { Call, Cell, Op, Rule, Step, Use } from '../op.ts';
import { channels, meanOf, meanStep, squares, varianceStep } from '../rules/statistics.ts';
import { expectShare } from '../rules/update.ts';
import { shapeName, size } from '../tensor.ts';
import { num, plain, sym, val, valueOf, wrap } from '../tex.ts';
import { capital, withValue, the } from '../words.ts';

export interface RunningStatistic {
	/** Which of the two is followed. */
	statistic: 'mean' | 'variance';
	/** How much of the statistic of this batch comes in; 0.1 where left out. */
	momentum?: number;
}

const taken = (attrs: RunningStatistic) => attrs.momentum ?? 0.1;
const follows = (attrs: RunningStatistic) => attrs.statistic;
const groups = ({ xs }: Call<RunningStatistic>) => channels(xs[1]!.shape);
/** What the batch says of a feature; its variance is that of a sample, divided by one less than there are numbers. */
function ofBatch(c: Call<RunningStatistic>, group: number) {
	const g = groups(c);
	const mean = meanOf(c.xs[1]!.data, g, group);
	return follows(c.attrs) === 'mean' ? mean : squares(c.xs[1]!.data, g, group, mean) / (g.n - 1);
}

const before = (c: Call<RunningStatistic>) => (groups(c).n + 1) * (follows(c.attrs) === 'mean' ? 1 : 2);

/** r′ = (1 − m)·r + m·s, with the statistic s of the batch: what inference uses in its place. */
const forward: Rule<RunningStatistic> = {
	tex({ out, xs: [old, x], attrs }) {
		const all = `${sym(x!, '\\cdot c')}`;
		const statistic =
			follows(attrs) === 'mean'
				? `\\operatorname{mean}(${all})`
				: `\\tfrac{n}{n-1} \\operatorname{var}(${all})`;
		return `${sym(out, 'c')} = (1 - ${num(taken(attrs))})\\, ${sym(old!, 'c')} + ${num(taken(attrs))}\\, ${statistic}`;
	},
	about: ({ attrs, xs: [old] }) =>
		`The ${follows(attrs)} of this batch comes into ${the(old!)} with the weight ${plain(taken(attrs))}: inference will use it in place of a batch's own.`,
	reads: (c) => c.xs,
	run(c, out) {
		const m = taken(c.attrs);
		for (let group = 0; group < out.length; group++)
			out[group] = (1 - m) * c.xs[0]!.data[group]! + m * ofBatch(c, group);
	},
	steps: (c) => before(c) + 1,
	step(c, cell, s): Step {
		const g = groups(c);
		const x = c.xs[1]!;
		if (s < before(c)) {
			return s <= g.n
				? meanStep(x, g, cell, s)
				: varianceStep(x, g, cell, s - g.n - 1, meanOf(x.data, g, cell), { by: g.n - 1 });
		}
		const old: Cell = [c.xs[0]!, cell];
		const m = taken(c.attrs);
		const batch = ofBatch(c, cell);
		const value = (1 - m) * valueOf(old) + m * batch;
		return {
			reads: [old],
			value,
			term: m * batch,
			tex: `${wrap(1 - m)} \\times ${val(old)} + ${wrap(m)} \\times ${wrap(batch)} = ${num(value)}`,
			text: capital(
				`${plain(1 - m)} times ${withValue(old)} plus ${plain(m)} times the ${follows(c.attrs)} of the batch, ${plain(batch)}, is ${plain(value)}.`
			)
		};
	},
	*uses(c, slot, index): Iterable<Use> {
		if (slot === 0) return yield [index, before(c)];
		const g = groups(c);
		yield [g.groupOf(index), g.placeOf(index)];
		if (follows(c.attrs) === 'variance') yield [g.groupOf(index), g.n + 1 + g.placeOf(index)];
	}
};

export const runningStatistic: Op<RunningStatistic> = {
	name: 'runningStatistic',
	family: 'update',
	summary: 'The running mean or variance of batch norm after one more batch, for use in inference.',
	inputs: ['running', 'x'],
	attributes: {
		statistic: '"mean" or "variance": which of the two is followed',
		momentum: 'how much of the statistic of this batch comes in (0.1)'
	},
	shape([running, x], attrs) {
		if (follows(attrs) !== 'mean' && follows(attrs) !== 'variance')
			fail(
				'attribute',
				`runningStatistic: statistic is ${JSON.stringify(follows(attrs))}: choose "mean" or "variance"`
			);
		expectShare('runningStatistic', 'momentum', taken(attrs));
		if (x!.length < 2 || running!.length !== 1 || running![0] !== x![1])
			fail(
				'shape',
				`runningStatistic: what runs has shape ${shapeName(running!)} and the batch ${shapeName(x!)}: give one number for each place along axis 1 of the batch`
			);
		const n = size(x!) / x![1]!;
		if (follows(attrs) === 'variance' && n < 2)
			fail(
				'shape',
				`runningStatistic: the batch has shape ${shapeName(x!)}, ${n} number for each place along axis 1: a variance needs at least 2`
			);
		return running!;
	},
	forward,
	// An update has no gradient of its own: it comes after backward.
	backward: () => null,
	example: () => ({
		xs: [
			{ shape: [2], values: [0, 0] },
			{ shape: [4, 2], values: [1, 10, 2, 20, 3, 20, 6, 30] }
		],
		attrs: { statistic: 'mean' }
	}),
	sample(random) {
		const rest = Array.from({ length: random.integer(0, 2) }, () => random.integer(1, 3));
		const shape = [random.integer(2, 4), random.integer(1, 3), ...rest];
		const attrs = {
			statistic: random.pick(['mean', 'variance'] as const),
			...(random.next() < 0.5 && { momentum: random.next() })
		};
		return { xs: [{ shape: [shape[1]!] }, { shape }], attrs };
	}
};
