import { size } from '../tensor.ts';
import { normOf, scaleOf, type Scale } from '../norm.ts';
import { PADDING, type Call, type Cell, type Op, type Rule, type Use } from '../op.ts';
import { asItIs, slope, sumRule } from '../rules/sum.ts';
import { joined, num, plain, sym, val, valueOf, wrap } from '../tex.ts';
import { capital, withValue, the } from '../words.ts';

const count = ({ xs }: Call<void>) => xs.reduce((n, x) => n + size(x.shape), 0);

/** The cell that is added s-th: the numbers of all tensors, one after another. */
function cellAt({ xs }: Call<void>, s: number): Cell {
	for (const x of xs) {
		if (s < size(x.shape)) return [x, s];
		s -= size(x.shape);
	}
	throw new RangeError('norm has no such step');
}

const scale = ({ xs }: Call<void>) => scaleOf(xs.map(({ data }) => data));

/** The sum of the first n squares, in the order of the steps; of scaled numbers where the others have no squares. */
function squares(c: Call<void>, by: number, n: number): number {
	let sum = 0;
	for (const { data } of c.xs) {
		for (let i = 0; i < data.length && n > 0; i++, n--) sum += data[i]! * by * (data[i]! * by);
	}
	return sum;
}

/** A number with what it is multiplied by before it is squared. */
const scaledTex = (cell: Cell, { exponent }: Scale) =>
	exponent === 0 ? val(cell) : `\\left(2^{${exponent}} \\cdot ${val(cell)}\\right)`;

const forward: Rule<void> = {
	tex: ({ out, xs }) => `${sym(out)} = \\sqrt{${joined(xs.length, (k) => `\\sum_i ${sym(xs[k]!, 'i')}^2`)}}`,
	about: ({ xs }) =>
		`How long ${xs.length === 1 ? xs[0]!.label : `all ${xs.length} tensors together`} would be as an arrow: the root of the sum of all squares.`,
	reads: (c) => c.xs,
	run(c, out) {
		out[0] = normOf(...c.xs.map(({ data }) => data));
	},
	steps: (c) => count(c) + 1,
	step(c, _, s) {
		const n = count(c);
		const scaling = scale(c);
		const { by, exponent } = scaling;
		const sum = squares(c, by, s);
		if (s === n) {
			const value = Math.sqrt(sum) / by;
			const back = by === 1 ? '' : `, divided by 2 to the power of ${plain(exponent)} again,`;
			return {
				reads: [],
				value,
				tex: `${by === 1 ? '' : `2^{${-exponent}} \\cdot `}\\sqrt{${num(sum)}} = ${num(value)}`,
				text: `The root of the sum of squares, ${plain(sum)}${back || ','} is ${plain(value)}.`
			};
		}
		const read = cellAt(c, s);
		const scaled = valueOf(read) * by;
		const term = scaled * scaled;
		const value = sum + term;
		const which =
			by === 1
				? withValue(read)
				: `${withValue(read)} times 2 to the power of ${plain(exponent)}, since its own square is too ${by < 1 ? 'large' : 'small'} for a number,`;
		return {
			reads: [read],
			value,
			term,
			tex: `${s === 0 ? '' : `\\underbrace{${num(sum)}}_{\\text{so far}} + `}${scaledTex(read, scaling)}^2 = ${num(value)}`,
			text: capital(`the square of ${which} is ${plain(term)}; the sum so far is ${plain(value)}.`)
		};
	},
	cell(c) {
		const line = joined(count(c), (s) => `${val(cellAt(c, s))}^2`);
		const value = c.out.data[0]!;
		return {
			tex: `\\sqrt{${line}} = ${num(value)}`,
			text: `The root of the sum of ${count(c)} squares is ${plain(value)}.`
		};
	},
	*uses({ xs }, slot, index): Iterable<Use> {
		let before = 0;
		for (const x of xs.slice(0, slot)) before += size(x.shape);
		yield [0, before + index];
	}
};

/** x / ‖x‖; where all numbers are 0 there is no direction, and the gradient is 0, as in PyTorch. */
const gradient = (k: number): Rule<void> => {
	const local = ({ xs, y }: Call<void>, i: number) => xs[k]!.data[i]! / y.data[0]!;
	return sumRule<void>({
		tex: ({ out, xs, y, dy }) =>
			`${sym(out, 'i')} = \\frac{${sym(xs[k]!, 'i')}}{${sym(y)}} \\cdot ${sym(dy!)}`,
		about: ({ xs }) =>
			`The norm grows with a number of ${the(xs[k]!)} as much as that number is a part of it.`,
		reads: ({ xs, y, dy }) => [xs[k]!, y, dy!],
		run(c, out) {
			const upstream = c.dy!.data[0]!;
			if (c.y.data[0] === 0) out.fill(0);
			else for (let i = 0; i < out.length; i++) out[i] = local(c, i) * upstream;
		},
		terms: () => 1,
		start: asItIs,
		term(c, i) {
			const [x, y]: Cell[] = [
				[c.xs[k]!, i],
				[c.y, 0]
			];
			if (valueOf(y!) === 0) {
				const note = 'all numbers are 0, so no direction is better than another: the gradient is 0';
				return { reads: [], value: 0, local: 0, upstream: [c.dy!, PADDING], note };
			}
			const tex = `\\frac{${val(x!, false)}}{${wrap(valueOf(y!))}}`;
			return slope(local(c, i), [c.dy!, 0], [x!, y!], tex);
		},
		*uses(c, slot, index): Iterable<Use> {
			if (c.y.data[0] === 0) return;
			if (slot === 0) yield [index, 0];
			else for (let i = 0; i < c.xs[k]!.data.length; i++) yield [i, 0];
		}
	});
};

const rules: Rule<void>[] = [];

export const norm: Op<void> = {
	name: 'norm',
	family: 'reduction',
	summary: 'The length of one or several tensors taken together: the root of the sum of all squares.',
	range: [0, Infinity],
	byHand: false,
	inputs: ['x'],
	variadic: true,
	shape: () => [],
	forward,
	backward: (k) => (rules[k] ??= gradient(k)),
	example: () => ({
		xs: [
			{ shape: [2], values: [3, 0] },
			{ shape: [1], values: [-4] }
		],
		attrs: undefined
	}),
	sample(random) {
		const shape = () => Array.from({ length: random.integer(0, 2) }, () => random.integer(1, 3));
		return { xs: Array.from({ length: random.integer(1, 3) }, () => ({ shape: shape() })), attrs: undefined };
	}
};
