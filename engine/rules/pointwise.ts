/** Ops that act on one number at a time: they say the function and its derivative, and no more. */
import {
	factsOf,
	type Call,
	type Cell,
	type Facts,
	type Family,
	type Op,
	type Rule,
	type Sample
} from '../op.ts';
import { random as seeded, type Random } from '../random.ts';
import { num, plain, sym, val } from '../tex.ts';
import { capital, the, withValue } from '../words.ts';
import { asItIs, passed, slope, sumRule } from './sum.ts';

export interface Pointwise<A> extends Facts {
	name: string;
	/** What sentences call it: "the sigmoid"; its name where left out. */
	called?: string;
	family: Family;
	summary: string;
	attributes?: Readonly<Record<string, string>>;
	check?(attrs: A): void;
	f(x: number, attrs: A): number;
	/** f in TeX, of a symbol or a number; `wrapped` is the same with a negative number in parentheses. */
	tex(x: string, attrs: A, wrapped: string): string;
	/** The derivative, from x or from y, whichever is simpler. */
	df(x: number, y: number, attrs: A): number;
	dtex(x: string, y: string, attrs: A): string;
	/**
	 * `f` and `df` × upstream over whole arrays, for ops without attributes that recurrent layers use at every step: in
	 * a loop of its own a function is inlined, while the loop that all ops share boxes each number on its way.
	 */
	loops?: {
		f(x: Float64Array, out: Float64Array): void;
		df(x: Float64Array, y: Float64Array, dy: Float64Array, out: Float64Array): void;
	};
	/** Whether a slope of 0 stops whatever arrives, as in PyTorch: NaN and infinity too. */
	stops?: true;
	/** Which of the two `df` reads. */
	from: 'x' | 'y';
	example: readonly number[];
	/** Attributes of the example; those of a seeded sample where left out. */
	exampleAttrs?: A;
	/** Attributes for the contract tests. */
	attrs?(random: Random): A;
	/** A value in the function's domain, away from kinks. */
	draw?(random: Random): number;
}

export function pointwise<A = void>(spec: Pointwise<A>): Op<A> {
	const called = spec.called ?? spec.name;
	const forward: Rule<A> = {
		tex(c) {
			const x = sym(c.xs[0]!, 'i');
			return `${sym(c.out, 'i')} = ${spec.tex(x, c.attrs, x)}`;
		},
		about: (c) => capital(`${called} of every number of ${the(c.xs[0]!)}, one at a time.`),
		reads: (c) => c.xs,
		run({ xs: [x], attrs }, out) {
			const { data } = x!;
			if (spec.loops) spec.loops.f(data, out);
			else for (let i = 0; i < out.length; i++) out[i] = spec.f(data[i]!, attrs);
		},
		steps: () => 1,
		step({ xs: [x], attrs }, i) {
			const value = spec.f(x!.data[i]!, attrs);
			return {
				reads: [[x!, i]],
				value,
				tex: `${spec.tex(val([x!, i], false), attrs, val([x!, i]))} = ${num(value)}`,
				text: capital(`${called} of ${withValue([x!, i])} is ${plain(value)}.`)
			};
		},
		uses: (_, __, i) => [[i, 0]]
	};
	const known = (c: Call<A>) => (spec.from === 'x' ? c.xs[0]! : c.y);
	const derivative = ({ xs: [x], y, attrs }: Call<A>, i: number) => spec.df(x!.data[i]!, y.data[i]!, attrs);
	const stops = spec.stops ?? false;
	const gradient = sumRule<A>({
		tex: (c) =>
			`${sym(c.out, 'i')} = ${spec.dtex(sym(c.xs[0]!, 'i'), sym(c.y, 'i'), c.attrs)} \\cdot ${sym(c.dy!, 'i')}`,
		about: () => `The slope of ${called} at every number times the gradient that arrives there.`,
		reads: (c) => [known(c), c.dy!],
		run({ xs, y, dy, attrs }, out) {
			const [x, value, upstream] = [xs[0]!.data, y.data, dy!.data];
			if (spec.loops) spec.loops.df(x, value, upstream, out);
			else
				for (let i = 0; i < out.length; i++)
					out[i] = passed(spec.df(x[i]!, value[i]!, attrs), upstream[i]!, stops);
		},
		terms: () => 1,
		start: asItIs,
		term(c, i) {
			const upstream: Cell = [c.dy!, i];
			const local = derivative(c, i);
			const tex = spec.dtex(val([c.xs[0]!, i]), val([c.y, i]), c.attrs);
			return slope(local, upstream, [[known(c), i]], tex, stops);
		},
		uses: (_, __, i) => [[i, 0]]
	});
	return {
		name: spec.name,
		family: spec.family,
		summary: spec.summary,
		...factsOf(spec),
		...(spec.attributes && { attributes: spec.attributes }),
		inputs: ['x'],
		shape([x], attrs) {
			spec.check?.(attrs);
			return x!;
		},
		forward,
		backward: () => gradient,
		example: () => ({
			xs: [{ shape: [spec.example.length], values: spec.example }],
			attrs: spec.exampleAttrs ?? sampleAttrs(spec)
		}),
		sample: (random): Sample<A> => {
			const shape = Array.from({ length: random.integer(0, 3) }, () => random.integer(1, 4));
			const n = shape.reduce((a, b) => a * b, 1);
			const draw = spec.draw ?? ((r: Random) => r.between(-2, 2));
			return {
				xs: [{ shape, values: Array.from({ length: n }, () => draw(random)) }],
				attrs: sampleAttrs(spec, random)
			};
		}
	};
}

const sampleAttrs = <A>(spec: Pointwise<A>, random = seeded(1)): A => spec.attrs?.(random) as A;
