/**
 * The same numbers as PyTorch: forward and every gradient of every op, on reference cases that `make.py` wrote.
 * The gradient that arrives at an output, dy, is realised by the loss Σ y·dy.
 */
import { describe, expect, test } from 'vitest';
import { Tape, opsIn, shapeName, type Shape, type Tensor } from '../index.ts';
import { mul } from '../ops/mul.ts';
import { sum } from '../ops/sum.ts';
import { sgd, type Sgd } from '../optimizers/sgd.ts';
import { expectClose, type Values, type Written } from './close.ts';

interface Case {
	/** Set where zeros must have the sign that PyTorch gives them. */
	edge?: true;
	attrs: unknown;
	xs: Values<Written>[];
	y: Values<Written>;
	dy: Written[];
	/** The gradient of each input; null where it has none. */
	grads: (Written[] | null)[];
}
interface SgdCase {
	attrs: Sgd;
	parameter: Values;
	/** What each step starts from, and what it leaves behind. */
	gradients: number[][];
	parameters: number[][];
	velocities: (number[] | null)[];
}

/** A given tensor, which a tape would only take with finite numbers: an op meets others where another op computed them. */
function given(tape: Tape, name: string, shape: Shape, numbers: readonly Written[]): Tensor {
	const tensor = tape.input(name, shape, new Float64Array(numbers.length));
	tensor.data.set(numbers.map(Number));
	return tensor;
}

const data = import.meta.glob<unknown[]>('./data/*.json', { eager: true, import: 'default' });
const ops = new Map(opsIn(import.meta.glob('../ops/*.ts', { eager: true })).map((op) => [op.name, op]));
const casesOf = (name: string) => data[`./data/${name}.json`] ?? [];
/** Who has torch makes the cases of a new op; who has not can still add one, which the contract test holds to its slopes. */
const advice = (name: string) =>
	ops.get(name)?.torch
		? `run python3 engine/parity/make.py ${name}`
		: `say in engine/ops/${name}.ts what it is in PyTorch, such as torch: 'F.softplus(x)', and run python3 engine/parity/make.py ${name}`;

describe.each([...ops].filter(([name]) => casesOf(name).length))('%s', (name, op) => {
	test.each((casesOf(name) as Case[]).map((c, k) => [k, JSON.stringify(c.attrs), c] as const))(
		'case %i %s',
		(_, __, { edge = false, attrs, xs, y: expected, dy, grads }) => {
			const tape = new Tape();
			const [inputs, y, loss] = tape.scope('forward', (): [Tensor[], Tensor, Tensor] => {
				const inputs = xs.map((x, k) => given(tape, `x${k}`, x.shape, x.data));
				const y = tape.apply(op, inputs, attrs, 'y');
				const weights = given(tape, 'dy', y.shape, dy);
				return [inputs, y, tape.apply(sum, [tape.apply(mul, [y, weights], undefined)], {})];
			});
			tape.backward(loss);
			const of = `${name} of ${xs.map((x) => shapeName(x.shape) || 'a single number').join(' and ')} ${JSON.stringify(attrs)}`;
			expect(y.shape, `the shape of ${of}`).toEqual(expected.shape);
			expectClose(y.data, expected.data.map(Number), of, edge);
			grads.forEach((grad, k) => {
				const mine = inputs[k]!.grad;
				const what = `the gradient of input ${k} (${op.inputs[k] ?? op.inputs.at(-1)}) of ${of}`;
				if (grad) expectClose(mine?.data ?? [], grad.map(Number), what, edge);
				else expect(mine, what).toBeNull();
			});
		}
	);
});

describe('sgd', () => {
	test.each((casesOf('sgd') as SgdCase[]).map((c) => [JSON.stringify(c.attrs), c] as const))('%s', (_, c) => {
		let weights: ArrayLike<number> = c.parameter.data;
		let velocity: ArrayLike<number> | null = null;
		c.gradients.forEach((gradient, k) => {
			const tape = new Tape();
			const w = tape.parameter('w', c.parameter.shape, weights);
			const old = velocity && tape.constant('v', w.shape, velocity);
			const loss = tape.scope('forward', () => {
				const factors = tape.constant('g', w.shape, gradient);
				return tape.apply(sum, [tape.apply(mul, [w, factors], undefined)], {});
			});
			tape.backward(loss);
			const { parameters, velocities } = sgd(tape, [w], c.attrs, old ? [old] : []);
			weights = parameters[0]!.data;
			velocity = velocities[0]?.data ?? null;
			expectClose(weights, c.parameters[k]!, `w after step ${k + 1}`);
			const expected = c.velocities[k];
			if (expected) expectClose(velocity!, expected, `v after step ${k + 1}`);
			else expect(velocity).toBeNull();
		});
	});
});

describe('the reference', () => {
	test('has at least 300 cases', () => {
		const total = Object.values(data).reduce((n, cases) => n + cases.length, 0);
		expect(total).toBeGreaterThanOrEqual(300);
	});

	for (const name of ops.keys()) {
		if (casesOf(name).length) continue;
		const message = `${name} has no cases from PyTorch yet: ${advice(name)}`;
		test.todo(message);
		console.warn(message);
	}

	test('names no op that there is not', () => {
		const names = Object.keys(data).map((path) => path.slice('./data/'.length, -'.json'.length));
		const stray = names.filter((name) => name !== 'sgd' && !ops.has(name));
		expect(stray, 'cases of ops that are not in engine/ops: delete them, or mend the name').toEqual([]);
	});
});
