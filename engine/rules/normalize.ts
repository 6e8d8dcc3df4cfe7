/**
 * What layer norm and batch norm share. Numbers of a group are moved to mean 0 and scaled to variance 1, then scaled by γ
 * and moved by β, which are learned: y = γ·(x − μ)/√(σ² + ε) + β, with ε inside the root. The statistics are saved and
 * every step towards them can be seen; the gradient is the closed form that follows from all of them moving with x.
 */
import type { Call, Cell, Rule, Step, Use } from '../op.ts';
import type { Tensor } from '../tensor.ts';
import { num, plain, sym, val, valueOf, wrap } from '../tex.ts';
import { at, capital, withValue, the } from '../words.ts';
import { meanOf, meanStep, squares, varianceStep, type Groups } from './statistics.ts';
import { asItIs, slope, sumRule } from './sum.ts';

export interface Normalization {
	/** Keeps the divisor away from 0: added to the variance, under the root; 10⁻⁵ where left out. */
	epsilon?: number;
}

export const epsilonOf = (attrs: Normalization | undefined): number => attrs?.epsilon ?? 1e-5;

export interface Normalizer<A> {
	groups(x: Tensor): Groups;
	/** Which γ and β belong to a cell; how many cells share one; and the s-th of them, in the order of the tensor. */
	scaleOf(g: Groups, cell: number): number;
	shares(g: Groups): number;
	scaled(g: Groups, scale: number, s: number): number;
	shareOf(g: Groups, cell: number): number;
	/** What sentences say of a whole array: "Every row of …". */
	about(call: Call<A>): string;
	/** What counts as the variance, of the mean and of what the squares come to; the latter where left out. */
	variance?(mean: number, variance: number): number;
	/** A mean and a variance that are given, one for each group, take the place of those of the batch. */
	given?(call: Pick<Call<A>, 'xs'>): readonly [mean: Tensor, variance: Tensor] | null;
}

export function normalizing<A extends Normalization>(spec: Normalizer<A>) {
	const groups = ({ xs: [x] }: Call<A>) => spec.groups(x!);
	const given = (c: Pick<Call<A>, 'xs'>) => spec.given?.(c) ?? null;
	const scale = ({ xs }: Pick<Call<A>, 'xs'>): Tensor | undefined => xs[1];
	const shift = ({ xs }: Pick<Call<A>, 'xs'>): Tensor | undefined => xs[2];

	/** What `run` of forward kept for a group. */
	const statistics = (c: Call<A>, group: number) => {
		const mean = c.saved[2 * group]!;
		const variance = c.saved[2 * group + 1]!;
		return { mean, variance, root: Math.sqrt(variance + epsilonOf(c.attrs)) };
	};
	const normalized = (c: Call<A>, cell: number, group = groups(c).groupOf(cell)) => {
		const { mean, root } = statistics(c, group);
		return (c.xs[0]!.data[cell]! - mean) / root;
	};
	const factor = (c: Call<A>, g: Groups, cell: number) => scale(c)?.data[spec.scaleOf(g, cell)] ?? 1;

	/** (x − μ)/√(σ² + ε) with numbers; given statistics are bound to their cells. */
	const quotientTex = (c: Call<A>, cell: number) => {
		const group = groups(c).groupOf(cell);
		const { mean, variance } = statistics(c, group);
		const both = given(c);
		const [m, v] = both ? [val([both[0], group]), val([both[1], group], false)] : [wrap(mean), num(variance)];
		return `\\frac{${val([c.xs[0]!, cell], false)} - ${m}}{\\sqrt{${v} + ${num(epsilonOf(c.attrs))}}}`;
	};
	const generalTex = (c: Call<A>) => {
		const [m, v] = symbolsOf(c);
		return `\\frac{${sym(c.xs[0]!, 'i')} - ${m}}{\\sqrt{${v} + \\varepsilon}}`;
	};
	const symbolsOf = (c: Call<A>) => given(c)?.map((x) => sym(x)) ?? ['\\mu', '\\sigma^2'];

	/** How many steps lead to both statistics. */
	const before = (c: Call<A>) => (given(c) ? 0 : 2 * groups(c).n + 2);
	const forward: Rule<A> = {
		tex(c) {
			const [g, b] = [scale(c), shift(c)];
			const line = `${sym(c.out, 'i')} = ${g ? `${sym(g)} \\, ` : ''}${generalTex(c)}${b ? ` + ${sym(b)}` : ''}`;
			if (given(c)) return line;
			const x = sym(c.xs[0]!, 'k');
			return `${line} \\qquad \\mu = \\frac{1}{n} \\sum_k ${x} \\qquad \\sigma^2 = \\frac{1}{n} \\sum_k (${x} - \\mu)^2`;
		},
		about: spec.about,
		reads: (c) => c.xs,
		run(c, out) {
			const g = groups(c);
			const { data } = c.xs[0]!;
			const both = given(c);
			for (let group = 0; group < g.count; group++) {
				const mean = both ? both[0].data[group]! : meanOf(data, g, group);
				const spread = both ? both[1].data[group]! : squares(data, g, group, mean) / g.n;
				c.saved[2 * group] = mean;
				c.saved[2 * group + 1] = both ? spread : (spec.variance?.(mean, spread) ?? spread);
			}
			const [gamma, beta] = [scale(c)?.data, shift(c)?.data];
			for (let group = 0; group < g.count; group++) {
				const { mean, root } = statistics(c, group);
				for (let k = 0; k < g.n; k++) {
					const i = g.cell(group, k);
					const value = (data[i]! - mean) / root;
					const p = spec.scaleOf(g, i);
					out[i] = (gamma?.[p] ?? 1) * value + (beta?.[p] ?? 0);
				}
			}
		},
		steps: (c) => before(c) + (scale(c) ? 2 : 1),
		step(c, cell, s): Step {
			const g = groups(c);
			const x = c.xs[0]!;
			const group = g.groupOf(cell);
			const first = before(c);
			const { mean, variance } = statistics(c, group);
			if (s < first)
				return s <= g.n
					? meanStep(x, g, group, s)
					: varianceStep(x, g, group, s - g.n - 1, mean, { value: variance });
			// As in PyTorch, 1 is a factor and 0 is added where nothing was learned: so −0 comes out as 0.
			const hat = scale(c) ? normalized(c, cell) : normalized(c, cell) + 0;
			const both = given(c);
			if (s === first) {
				const read: Cell = [x, cell];
				return {
					reads: [read, ...(both ?? []).map((t): Cell => [t, group])],
					value: hat,
					...(scale(c) && { working: true as const }),
					term: hat,
					tex: `${quotientTex(c, cell)} = ${num(hat)}`,
					text: capital(
						`${withValue(read)} minus the ${both ? 'running ' : ''}mean ${plain(mean)}, divided by the root of the ${both ? 'running ' : ''}variance ${plain(variance)} plus ${plain(epsilonOf(c.attrs))}, is ${plain(hat)}.`
					)
				};
			}
			const p = spec.scaleOf(g, cell);
			const gamma: Cell = [scale(c)!, p];
			const beta: Cell | null = shift(c) ? [shift(c)!, p] : null;
			const scaled = valueOf(gamma) * hat;
			const value = scaled + (beta ? valueOf(beta) : 0);
			return {
				reads: beta ? [gamma, beta] : [gamma],
				value,
				term: scaled,
				tex: `${val(gamma)} \\times ${wrap(hat)}${beta ? ` + ${val(beta)}` : ''} = ${num(value)}`,
				text: capital(
					`${withValue(gamma)} times the normalized ${plain(hat)}${beta ? ` plus ${withValue(beta)}` : ''} is ${plain(value)}.`
				)
			};
		},
		cell(c, cell) {
			const p = spec.scaleOf(groups(c), cell);
			const [gamma, beta] = [scale(c), shift(c)];
			const shown = val([c.out, cell], false);
			return {
				tex: `${gamma ? `${val([gamma, p])} \\times ` : ''}${quotientTex(c, cell)}${beta ? ` + ${val([beta, p])}` : ''} = ${shown}`,
				text: capital(`${withValue([c.xs[0]!, cell])} is normalized to ${plain(c.out.data[cell]!)}.`)
			};
		},
		*uses(c, slot, index): Iterable<Use> {
			const g = groups(c);
			const first = before(c);
			if (slot === 1 || slot === 2) {
				for (let s = 0; s < spec.shares(g); s++) yield [spec.scaled(g, index, s), first + 1];
			} else if (slot > 2) {
				for (let k = 0; k < g.n; k++) yield [g.cell(index, k), first];
			} else {
				const [group, place] = [g.groupOf(index), g.placeOf(index)];
				for (let k = 0; first && k < g.n; k++) {
					yield [g.cell(group, k), place];
					yield [g.cell(group, k), g.n + 1 + place];
				}
				yield [index, first];
			}
		}
	};

	/** The sums over the first n places of a group: of γ·∂L/∂y, and of that times the normalized number. */
	const sumGradients = (c: Call<A>, g: Groups, group: number, n: number) => {
		let sum = 0;
		for (let k = 0; k < n; k++) {
			const i = g.cell(group, k);
			sum += factor(c, g, i) * c.dy!.data[i]!;
		}
		return sum;
	};
	const sumWeighed = (c: Call<A>, g: Groups, group: number, n: number) => {
		let sum = 0;
		for (let k = 0; k < n; k++) {
			const i = g.cell(group, k);
			sum += factor(c, g, i) * c.dy!.data[i]! * normalized(c, i, group);
		}
		return sum;
	};

	/** Where the statistics are those of the batch. */
	const moving: Rule<A> = {
		tex(c) {
			const g = `${scale(c) ? `${sym(scale(c)!)} \\, ` : ''}${sym(c.dy!, 'i')}`;
			return `${sym(c.out, 'i')} = \\frac{1}{\\sqrt{\\sigma^2 + \\varepsilon}} \\Big(g_i - \\overline{g} - \\hat{x}_i\\, \\overline{g \\hat{x}}\\Big) \\qquad g_i = ${g} \\qquad \\hat{x}_i = ${generalTex(c)}`;
		},
		about: (c) =>
			`Moving all numbers of a ${groups(c).word} together, or spreading them, changes nothing after it is normalized, so both parts are taken out of the gradient.`,
		reads: (c) => [c.xs[0]!, c.dy!, ...(scale(c) ? [scale(c)!] : [])],
		run(c, out) {
			const g = groups(c);
			const [x, dy, gamma] = [c.xs[0]!.data, c.dy!.data, scale(c)?.data];
			for (let group = 0; group < g.count; group++) {
				const { mean, root } = statistics(c, group);
				let [sum, weighed] = [0, 0];
				for (let k = 0; k < g.n; k++) {
					const i = g.cell(group, k);
					const arrived = (gamma ? gamma[spec.scaleOf(g, i)]! : 1) * dy[i]!;
					sum += arrived;
					weighed += arrived * ((x[i]! - mean) / root);
				}
				for (let k = 0; k < g.n; k++) {
					const i = g.cell(group, k);
					const arrived = (gamma ? gamma[spec.scaleOf(g, i)]! : 1) * dy[i]!;
					out[i] = (1 / root) * (arrived - sum / g.n - ((x[i]! - mean) / root) * (weighed / g.n));
				}
			}
		},
		steps: (c) => 2 * groups(c).n + 1,
		step(c, cell, s): Step {
			const g = groups(c);
			const group = g.groupOf(cell);
			const i = s < 2 * g.n ? g.cell(group, s % g.n) : cell;
			const [x, upstream]: [Cell, Cell] = [
				[c.xs[0]!, i],
				[c.dy!, i]
			];
			const gamma: Cell | null = scale(c) ? [scale(c)!, spec.scaleOf(g, i)] : null;
			const arrived = factor(c, g, i) * valueOf(upstream);
			const hat = normalized(c, i);
			const product = gamma ? `${val(gamma)} \\times ${val(upstream)}` : val(upstream);
			const said = gamma
				? `${withValue(gamma)} times the ${withValue(upstream)} is ${plain(arrived)}`
				: `the ${withValue(upstream)} arrives`;
			if (s < g.n) {
				const sum = sumGradients(c, g, group, s);
				const value = sum + arrived;
				return {
					reads: [upstream, ...(gamma ? [gamma] : [])],
					value,
					working: true,
					term: arrived,
					tex: `${s === 0 ? '' : `\\underbrace{${num(sum)}}_{\\text{so far}} + `}${product} = ${num(value)}`,
					text: capital(`${said}${s === 0 ? '' : `; the sum so far is ${plain(value)}`}.`)
				};
			}
			if (s < 2 * g.n) {
				const sum = sumWeighed(c, g, group, s - g.n);
				const term = arrived * hat;
				const value = sum + term;
				return {
					reads: [x, upstream, ...(gamma ? [gamma] : [])],
					value,
					working: true,
					term,
					tex: `${s === g.n ? '' : `\\underbrace{${num(sum)}}_{\\text{so far}} + `}${product} \\times \\underbrace{${wrap(hat)}}_{\\hat{x}} = ${num(value)}`,
					text: capital(
						`${said}; times the normalized ${at(x)}, ${plain(hat)}, that is ${plain(term)}${s === g.n ? '' : `, and the sum so far is ${plain(value)}`}.`
					)
				};
			}
			const [mean, weighed] = [sumGradients(c, g, group, g.n) / g.n, sumWeighed(c, g, group, g.n) / g.n];
			const { variance, root } = statistics(c, group);
			const left = arrived - mean - hat * weighed;
			const value = (1 / root) * left;
			return {
				reads: [x, upstream, ...(gamma ? [gamma] : [])],
				value,
				term: value,
				local: 1 / root,
				upstream: left,
				tex: `\\underbrace{\\frac{1}{\\sqrt{${num(variance)} + ${num(epsilonOf(c.attrs))}}}}_{\\text{local}\\,${num(1 / root)}} \\times \\big(\\underbrace{${product} - ${wrap(mean)} - ${wrap(hat)} \\times ${wrap(weighed)}}_{\\text{upstream, less what the statistics take}}\\big) = ${num(value)}`,
				text: capital(
					`${said}; less the mean ${plain(mean)} of these gradients, and less ${plain(hat)} times ${plain(weighed)} for the spread, ${plain(left)} is left, and divided by the root ${plain(root)} it is ${plain(value)}.`
				)
			};
		},
		cell: (c, cell) => ({
			tex: moving.step(c, cell, 2 * groups(c).n).tex,
			text: capital(`${at([c.out, cell])} is ${plain(c.out.data[cell]!)}.`)
		}),
		*uses(c, slot, index): Iterable<Use> {
			const g = groups(c);
			const { n } = g;
			const of = function* (i: number): Iterable<Use> {
				const [group, place] = [g.groupOf(i), g.placeOf(i)];
				for (let k = 0; k < n; k++) {
					if (slot > 0) yield [g.cell(group, k), place];
					yield [g.cell(group, k), n + place];
				}
				yield [i, 2 * n];
			};
			if (slot < 2) return yield* of(index);
			for (let s = 0; s < spec.shares(g); s++) yield* of(spec.scaled(g, index, s));
		}
	};

	/** Where the statistics are given, they do not move with x: a plain factor. */
	const fixed: Rule<A> = sumRule<A>({
		tex: (c) =>
			`${sym(c.out, 'i')} = \\frac{${scale(c) ? sym(scale(c)!) : '1'}}{\\sqrt{${symbolsOf(c)[1]} + \\varepsilon}} \\cdot ${sym(c.dy!, 'i')}`,
		about: () =>
			'The running statistics are fixed numbers, so each number only gets its own gradient, scaled.',
		reads: (c) => [given(c)![1], ...(scale(c) ? [scale(c)!] : []), c.dy!],
		run(c, out) {
			const g = groups(c);
			const dy = c.dy!.data;
			for (let i = 0; i < out.length; i++)
				out[i] = (factor(c, g, i) / statistics(c, g.groupOf(i)).root) * dy[i]!;
		},
		terms: () => 1,
		start: asItIs,
		term(c, i) {
			const g = groups(c);
			const variance: Cell = [given(c)![1], g.groupOf(i)];
			const gamma: Cell | null = scale(c) ? [scale(c)!, spec.scaleOf(g, i)] : null;
			const local = factor(c, g, i) / statistics(c, g.groupOf(i)).root;
			const tex = `\\frac{${gamma ? val(gamma, false) : '1'}}{\\sqrt{${val(variance, false)} + ${num(epsilonOf(c.attrs))}}}`;
			return slope(local, [c.dy!, i], gamma ? [variance, gamma] : [variance], tex);
		},
		*uses(c, slot, index): Iterable<Use> {
			const g = groups(c);
			if (slot === (scale(c) ? 2 : 1)) yield [index, 0];
			else if (slot === 0) for (let k = 0; k < g.n; k++) yield [g.cell(index, k), 0];
			else for (let s = 0; s < spec.shares(g); s++) yield [spec.scaled(g, index, s), 0];
		}
	});

	const ofScale: Rule<A> = sumRule<A>({
		tex: (c) =>
			`${sym(c.out)} = \\sum_i \\hat{x}_i \\; ${sym(c.dy!, 'i')} \\qquad \\hat{x}_i = ${generalTex(c)}`,
		about: (c) =>
			`Each number of ${the(c.xs[1]!)} scaled ${spec.shares(groups(c))} normalized numbers, so it gets their gradients, each times what it scaled.`,
		reads: (c) => [c.xs[0]!, ...(given(c) ?? []), c.dy!],
		run(c, out) {
			const g = groups(c);
			const [x, dy] = [c.xs[0]!.data, c.dy!.data];
			out.fill(0);
			for (let group = 0; group < g.count; group++) {
				const { mean, root } = statistics(c, group);
				for (let k = 0; k < g.n; k++) {
					const i = g.cell(group, k);
					out[spec.scaleOf(g, i)]! += ((x[i]! - mean) / root) * dy[i]!;
				}
			}
		},
		terms: (c) => spec.shares(groups(c)),
		term(c, p, s) {
			const g = groups(c);
			const i = spec.scaled(g, p, s);
			const read: Cell[] = [[c.xs[0]!, i], ...(given(c) ?? []).map((t): Cell => [t, g.groupOf(i)])];
			return slope(normalized(c, i), [c.dy!, i], read, quotientTex(c, i));
		},
		*uses(c, slot, index): Iterable<Use> {
			const g = groups(c);
			const both = given(c);
			const cells =
				both && slot > 0 && slot < 3 ? Array.from({ length: g.n }, (_, k) => g.cell(index, k)) : [index];
			for (const i of cells) yield [spec.scaleOf(g, i), spec.shareOf(g, i)];
		}
	});

	const ofShift: Rule<A> = sumRule<A>({
		tex: (c) => `${sym(c.out)} = \\sum_i 1 \\cdot ${sym(c.dy!, 'i')}`,
		about: (c) =>
			`Each number of ${the(c.xs[2]!)} was added to ${spec.shares(groups(c))} numbers, so it gets the sum of their gradients.`,
		reads: (c) => [c.dy!],
		run(c, out) {
			const g = groups(c);
			const dy = c.dy!.data;
			out.fill(0);
			for (let i = 0; i < dy.length; i++) out[spec.scaleOf(g, i)]! += dy[i]!;
		},
		terms: (c) => spec.shares(groups(c)),
		term: (c, p, s) => slope(1, [c.dy!, spec.scaled(groups(c), p, s)]),
		*uses(c, _, index): Iterable<Use> {
			const g = groups(c);
			yield [spec.scaleOf(g, index), spec.shareOf(g, index)];
		}
	});

	const rules = [null, ofScale, ofShift];
	return {
		forward,
		backward: (k: number, call: Pick<Call<A>, 'xs'>): Rule<A> | null =>
			k === 0 ? (given(call) ? fixed : moving) : (rules[k] ?? null)
	};
}
