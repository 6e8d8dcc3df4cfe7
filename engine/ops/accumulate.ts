import type { Call, Op, Rule, Use } from '../op.ts';
import { listed } from '../lists.ts';
import { addUp } from '../recorded.ts';
import { broadcastShape, repetition } from '../rules/broadcast.ts';
import { asItIs, product, slope, sumRule } from '../rules/sum.ts';
import { expectSameShape, sameShape, size, type Shape, type Tensor } from '../tensor.ts';
import { joined, sym } from '../tex.ts';
import { capital, the, withValue } from '../words.ts';

/** So many terms are named in the sentence about their sum. */
const FEW = 4;

/** A tensor that is used n times receives n gradients; the chain rule for several variables adds them. */
const forward = sumRule<void>({
	tex: (c) => `${sym(c.out, 'i')} = ${joined(c.xs.length, (k) => partTex(c, k))}`,
	about: ({ xs, out }) =>
		out.gradientOf
			? `${capital(out.gradientOf.label)}: used ${xs.length} times, so ${xs.length} gradients arrive, and they are added.`
			: `${xs.length > FEW ? `${xs.length} tensors` : capital(listed(xs.map(the)))} are added, number by number.`,
	reads: (c) => c.xs,
	run({ xs, y }, out) {
		if (xs.some(({ shape }) => size(shape) !== out.length)) addRepeated(xs, y, out);
		else addUp(xs, out);
	},
	terms: (c) => c.xs.length,
	start: asItIs,
	term: ({ xs, y }, cell, s) => product([xs[s]!, repetition(y.shape, xs[s]!.shape).source(cell)]),
	subject: ({ xs, y, out }, cell) =>
		xs.length > FEW || out.gradientOf
			? ''
			: xs.map((x) => withValue([x, repetition(y.shape, x.shape).source(cell)])).join(' plus '),
	*uses({ xs, y }, slot, index): Iterable<Use> {
		const { times, repeat } = repetition(y.shape, xs[slot]!.shape);
		for (let r = 0; r < times; r++) yield [repeat(index, r), slot];
	}
});

/** The same where some tensor is repeated, as a bias is over a batch. */
function addRepeated(xs: readonly Tensor[], y: Tensor, out: Float64Array): void {
	out.fill(-0);
	for (const x of xs) {
		const { source } = repetition(y.shape, x.shape);
		for (let i = 0; i < out.length; i++) out[i]! += x.data[source(i)]!;
	}
}

const partTex = ({ xs, out }: Call<void>, k: number) =>
	out.gradientOf ? `${sym(xs[k]!, 'i')}\\Big|_{${k + 1}}` : sym(xs[k]!, 'i');

/** How often each number of input k was used: once, unless it was repeated. */
const groups = ({ xs, y }: Call<void>, k: number) => repetition(y.shape, xs[k]!.shape);

const gradient = (k: number): Rule<void> =>
	sumRule<void>({
		tex: (c) =>
			`${sym(c.out, 'i')} = ${size(c.xs[k]!.shape) === size(c.y.shape) ? '' : '\\sum_{\\text{repeats}} '}1 \\cdot ${sym(c.dy!, 'i')}`,
		about: ({ xs, y }) =>
			size(xs[k]!.shape) === size(y.shape)
				? 'Adding passes the gradient that arrives on to every part as it is.'
				: `Every number of ${the(xs[k]!)} was used ${size(y.shape) / size(xs[k]!.shape)} times, so the gradients of those uses are added.`,
		reads: (c) => [c.dy!],
		run(c, out) {
			const dy = c.dy!.data;
			if (dy.length === out.length) {
				for (let i = 0; i < out.length; i++) out[i] = dy[i]!;
				return;
			}
			const { source } = groups(c, k);
			out.fill(0);
			for (let i = 0; i < dy.length; i++) out[source(i)]! += dy[i]!;
		},
		terms: ({ xs, y }) => size(y.shape) / size(xs[k]!.shape),
		start: ({ xs, y }) => (size(y.shape) === size(xs[k]!.shape) ? -0 : 0),
		term: (c, cell, s) => slope(1, [c.dy!, groups(c, k).repeat(cell, s)]),
		uses: (c, _, index) => [[groups(c, k).source(index), groups(c, k).rank(index)]]
	});

const rules: Rule<void>[] = [];

/** Refuses shapes that do not repeat to one another. */
function broadcastAll(shapes: readonly Shape[]): Shape {
	const rank = Math.max(...shapes.map((x) => x.length));
	const fit = shapes.every((x) =>
		x.every((d, k) => d === 1 || shapes.every((o) => [1, undefined, d].includes(o[k - x.length + o.length])))
	);
	if (!fit) for (const other of shapes) expectSameShape('accumulate', shapes[0]!, other, 'its inputs');
	return shapes.reduce(
		(a, b) => broadcastShape('accumulate', a, b),
		shapes.find((x) => x.length === rank)!
	);
}

export const accumulate: Op<void> = {
	name: 'accumulate',
	family: 'arithmetic',
	summary:
		'Adds any number of tensors, with broadcasting, one elementary step for each: how gradients of a tensor used twice meet.',
	sign: '+',
	torch: 'sum(torch.broadcast_tensors(*xs))',
	inputs: ['x'],
	variadic: true,
	shape: (shapes) => (shapes.every((x) => sameShape(x, shapes[0]!)) ? shapes[0]! : broadcastAll(shapes)),
	forward,
	backward: (k) => (rules[k] ??= gradient(k)),
	example: () => ({ xs: [1, 10, 100].map((n) => ({ shape: [2], values: [n, 2 * n] })), attrs: undefined }),
	sample(random) {
		const shape = [random.integer(1, 3), random.integer(1, 3)];
		const thin = () =>
			random.next() < 0.7 ? shape : [random.pick([1, shape[0]!]), shape[1]!].slice(random.integer(0, 1));
		const xs = Array.from({ length: random.integer(1, 5) }, () => ({ shape: thin() }));
		return { xs, attrs: undefined };
	}
};
