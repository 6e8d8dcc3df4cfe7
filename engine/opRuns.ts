/** An op on given values, forward and back, with its steps: what tests of all ops look at. */
import {
	Tape,
	shapeName,
	size,
	type Leaf,
	type Op,
	type Sample,
	type Step,
	type Tensor,
	type Trace
} from './index.ts';
import { mul } from './ops/mul.ts';
import { sum } from './ops/sum.ts';

/** A capital, a number, or the name of a tensor; and a full stop. */
export const SENTENCE = /^([A-Z0-9−]|[a-z]\d*\b).*\.$/;

export interface Run {
	/** Which sample this is, for messages. */
	readonly said: string;
	readonly sample: Sample<unknown>;
	readonly values: readonly Float64Array[];
	readonly weights: Float64Array;
	readonly trace: Trace;
	readonly xs: readonly Tensor[];
	readonly y: Tensor;
	/** Where the op and its gradients were used. */
	readonly leaves: readonly Leaf[];
	/** Each step of a leaf, computed when first asked for. */
	stepsOf(leaf: Leaf): readonly Step[];
}

/**
 * The op on given values, forward and back, with a loss that weighs every output differently. `disturb` may change what is
 * given: a tape takes finite numbers alone, but an op meets others where another op computed them.
 */
export function run(
	op: Op,
	said: string,
	sample: Sample<unknown>,
	values: readonly Float64Array[],
	weigh: (n: number) => Float64Array,
	disturb?: (given: readonly Tensor[]) => void
): Run {
	const tape = new Tape();
	const [xs, y, loss, w] = tape.scope('forward', () => {
		const xs = inputs(tape, sample, values);
		disturb?.(xs);
		const y = tape.apply(op, xs, sample.attrs, 'y');
		const w = tape.constant('weights', y.shape, new Float64Array(size(y.shape)));
		w.data.set(weigh(w.data.length));
		return [xs, y, tape.apply(sum, [tape.apply(mul, [y, w], undefined)], {}), w] as const;
	});
	tape.backward(loss);
	const trace = tape.trace();
	const computed = new Map<Leaf, readonly Step[]>();
	const stepsOf = (leaf: Leaf) => {
		const { rule, call, perCell, steps } = leaf;
		const all =
			computed.get(leaf) ??
			Array.from({ length: steps }, (_, k) => rule.step(call, Math.floor(k / perCell), k % perCell));
		computed.set(leaf, all);
		return all;
	};
	const leaves = trace.leaves.filter((leaf) => leaf.call.op === op);
	return { said, sample, values, weights: w.data, trace, xs, y, leaves, stepsOf };
}

export const inputs = (tape: Tape, sample: Sample<unknown>, values: readonly Float64Array[]) =>
	sample.xs.map((x, k) => tape.input(`x${k}`, x.shape, values[k]!));

/** Which cell of which leaf a message is about, and how to see it again. */
export const placeOf = ({ said }: Run, { out, call }: Leaf, cell: number) =>
	`${said}: cell ${cell} of ${out.name} (${shapeName(out.shape) || 'a single number'}), seen again by npx vitest run engine/contract.test.ts engine/strange.test.ts -t '${call.op.name} '`;
