/**
 * What every op owes: this test finds the op files by itself, so a new op is held to it from its first day. Each op's
 * samples are run once, forward and back, and every test looks at the same runs.
 */
import katex from 'katex';
import { describe, expect, test } from 'vitest';
import {
	BackstepError,
	PADDING,
	Tape,
	isOp,
	known,
	opsIn,
	random,
	shapeName,
	size,
	type Leaf,
	type Op,
	type Sample,
	type Shape,
	type Tensor
} from './index.ts';
import { inputs, placeOf, run, SENTENCE, type Run } from './opRuns.ts';

const files = import.meta.glob<object>('./ops/*.ts', { eager: true });
const ops = opsIn(files);
const SAMPLES = 24;
/** So many of them are then given strange shapes and numbers. */
const FEW = 6;
/** Of a leaf with more steps than this, only the ends are looked at. */
const MOST_STEPS = 1200;
/** So many steps of it, for what takes each step by itself. */
const FIRST = 60;

test('each file of engine/ops exports the op that it is named after, and no two ops share a name', () => {
	const without = Object.entries(files).filter(([file, exported]) => {
		const name = file.slice('./ops/'.length, -'.ts'.length);
		return !Object.values(exported).some((value) => isOp(value) && value.name === name);
	});
	expect(
		without.map(
			([file]) => `${file} exports no op of its own name: write that name in it, or rename the file`
		)
	).toEqual([]);
	const names = ops.map(({ name }) => name);
	expect(names.filter((name, k) => names.indexOf(name) < k)).toEqual([]);
});

function draw(op: Op, k: number): Run {
	const source = random(100 * k + 7);
	const sample = op.sample(source);
	const values = sample.xs.map((x) =>
		x.values ? Float64Array.from(x.values) : source.array(size(x.shape), 2)
	);
	const shapes = sample.xs.map((x) => shapeName(x.shape) || 'a single number').join(' and ');
	const said = `${op.name}, sample ${k} of ${shapes} ${JSON.stringify(sample.attrs) ?? ''}`.trim();
	return run(op, said, sample, values, (n) => random(100 * k + 8).array(n));
}

const check = (tex: string) =>
	katex.renderToString(tex, { throwOnError: true, trust: true, strict: 'ignore' });

describe.each(ops.map((op) => [op.name, op] as const))('%s', (_, op) => {
	let drawn: readonly Run[] | undefined;
	const runs = () => (drawn ??= Array.from({ length: SAMPLES }, (_, k) => draw(op, k)));
	const eachLeaf = (visit: (leaf: Leaf, run: Run) => void) => {
		for (const run of runs()) for (const leaf of run.leaves) visit(leaf, run);
	};

	test('the last elementary step of every cell is the value of that cell, bit for bit', () => {
		eachLeaf((leaf, run) => {
			const { rule, call, perCell, out } = leaf;
			const few = leaf.steps <= MOST_STEPS ? run.stepsOf(leaf) : null;
			for (let cell = 0; cell < out.data.length; cell++) {
				const last = few ? few[(cell + 1) * perCell - 1]! : rule.step(call, cell, perCell - 1);
				if (!Object.is(last.value, out.data[cell]))
					expect(last.value, `the last step of ${placeOf(run, leaf, cell)}`).toBe(out.data[cell]);
			}
		});
	});

	test('steps are counted before the numbers that they write are there', () => {
		eachLeaf(({ rule, call, perCell, out }, run) => {
			const unwritten = Object.create(out, {
				data: {
					get: () => expect.fail(`${run.said}: steps looks at the numbers of ${out.name}: ask its shape`)
				}
			}) as Tensor;
			expect(rule.steps({ ...call, out: unwritten }), run.said).toBe(perCell);
		});
	});

	test('every step reads what its leaf says it reads, and what is known by then', () => {
		eachLeaf((leaf, run) => {
			const { rule, call, perCell, start, reads } = leaf;
			const then = new Map(reads.map((tensor) => [tensor, known(tensor, start)]));
			const few = leaf.steps <= MOST_STEPS ? run.stepsOf(leaf) : null;
			for (let k = 0; k < Math.min(leaf.steps, few ? MOST_STEPS : FIRST); k++) {
				const cell = Math.floor(k / perCell);
				const step = few?.[k] ?? rule.step(call, cell, k % perCell);
				for (const [tensor, index] of step.reads) {
					const place = () => `step ${k % perCell} at ${placeOf(run, leaf, cell)}`;
					const written = then.get(tensor);
					if (written === undefined)
						expect.fail(`reads ${tensor.name}, which is not among the rule's reads: ${place()}`);
					if (index !== PADDING && !(index < written))
						expect.fail(`reads ${tensor.name}[${index}], of which ${written} cells are known: ${place()}`);
				}
			}
		});
	});

	test('uses are the inverse of reads', () => {
		let looked = 0;
		eachLeaf((leaf, run) => {
			if (leaf.steps > MOST_STEPS) return;
			looked++;
			const found = leaf.reads.map(() => new Map<number, Set<string>>());
			run.stepsOf(leaf).forEach(({ reads }, k) => {
				const use = `${Math.floor(k / leaf.perCell)},${k % leaf.perCell}`;
				for (const [tensor, index] of reads) {
					if (index === PADDING) continue;
					leaf.reads.forEach((t, slot) => {
						if (t !== tensor) return;
						const uses = found[slot]!.get(index);
						if (uses) uses.add(use);
						else found[slot]!.set(index, new Set([use]));
					});
				}
			});
			leaf.reads.forEach((tensor, slot) => {
				for (let index = 0; index < tensor.data.length; index++) {
					const said = [...leaf.rule.uses(leaf.call, slot, index)].map(([c, s]) => `${c},${s}`);
					const read = found[slot]!.get(index) ?? new Set();
					if (
						said.length === read.size &&
						said.every((use) => read.has(use)) &&
						new Set(said).size === read.size
					)
						continue;
					const what = `uses of ${tensor.name}[${index}], as cell,step: ${placeOf(run, leaf, 0)}`;
					expect(said.sort(), what).toEqual([...read].sort());
				}
			});
		});
		expect(
			looked,
			`each sample of ${op.name} takes more than ${MOST_STEPS} steps: draw smaller ones too`
		).toBeGreaterThan(SAMPLES / 4);
	});

	test('equations are TeX, and sentences are sentences', () => {
		const seen = new Set<string>();
		const look = (tex: string, text: string, place: () => string) => {
			if (!SENTENCE.test(text)) expect(text, `the sentence of ${place()}`).toMatch(SENTENCE);
			// Equations that differ in digits alone are set alike.
			const form = tex.replace(/\d+/g, '0');
			if (seen.has(form)) return;
			seen.add(form);
			try {
				check(tex);
			} catch (error) {
				expect.fail(`${(error as Error).message}: the equation of ${place()}`);
			}
		};
		eachLeaf((leaf, run) => {
			look(leaf.rule.tex(leaf.call), leaf.rule.about(leaf.call), () => placeOf(run, leaf, 0));
			const last = leaf.out.data.length - 1;
			for (const cell of new Set([0, last])) {
				const whole = leaf.rule.cell?.(leaf.call, cell);
				const places = [0, 1, Math.floor(leaf.perCell / 2), leaf.perCell - 1].filter((s) => s < leaf.perCell);
				const said = [...new Set(places)].map((s) => leaf.rule.step(leaf.call, cell, s));
				for (const { tex, text } of whole ? [...said, whole] : said)
					look(tex, text, () => placeOf(run, leaf, cell));
			}
		});
	});

	test('every gradient is the slope of forward', () => {
		for (const { said, sample, values, weights, xs } of runs()) {
			const loss = (changed: readonly Float64Array[]) => {
				const tape = new Tape();
				const y = tape.apply(op, inputs(tape, sample, changed), sample.attrs);
				return y.data.reduce((total, value, i) => total + value * weights[i]!, 0);
			};
			xs.forEach((x, k) => {
				if (!op.backward(k, { xs, attrs: sample.attrs })) {
					expect(x.grad, `${said}: backward gives no rule for input ${k}`).toBeNull();
					return;
				}
				const changed = [...values];
				for (let i = 0; i < x.data.length; i++) {
					const nudged = (by: number) => {
						changed[k] = values[k]!.map((value, j) => (j === i ? value + by : value));
						return loss(changed);
					};
					const h = 1e-4;
					// The five-point central difference: its error falls with h⁴.
					const slope = (8 * (nudged(h) - nudged(-h)) - (nudged(2 * h) - nudged(-2 * h))) / (12 * h);
					const gradient = x.grad!.data[i]!;
					// Written so that NaN fails.
					if (!(Math.abs(gradient - slope) <= 1e-6 * Math.max(1e-3, Math.abs(slope))))
						expect.fail(
							`${said}: the gradient of ${op.inputs[k] ?? op.inputs.at(-1)} at cell ${i} is ${gradient}, but the loss there has slope ${slope}: mend that gradient (df of a pointwise op) or forward, or draw samples away from a kink`
						);
				}
			});
		}
	});

	test('nothing lies outside the range that it states', () => {
		const [least, most] = op.range ?? [-Infinity, Infinity];
		for (const { said, y } of runs()) {
			const outside = y.data.find((value) => value < least || value > most);
			expect(
				outside,
				`${said}: ${outside} is outside the range that it states, ${least} to ${most}: mend range, or forward`
			).toBeUndefined();
		}
	});

	test('other shapes and other numbers are computed, or refused in a sentence that says what to change', () => {
		for (const { sample } of runs().slice(0, FEW)) {
			for (const { what, xs, attrs } of strange(sample)) {
				let y: Tensor;
				try {
					const tape = new Tape();
					y = tape.apply(
						op,
						xs.map(({ shape, values }, k) =>
							tape.input(`x${k}`, shape, values ?? new Float64Array(size(shape)).fill(1))
						),
						attrs
					);
				} catch (error) {
					const { message } = error as Error;
					if (!(error instanceof BackstepError))
						expect.fail(
							`${op.name} of ${what} throws ${message}: refuse it with fail() from engine/errors.ts`
						);
					expect(message, `${op.name} of ${what}`).toMatch(REFUSAL(op.name));
					continue;
				}
				const { rule, call, perCell } = y.writer!;
				expect(perCell, `${op.name} of ${what}: steps behind a cell`).toBeGreaterThanOrEqual(1);
				for (const [cell, value] of y.data.entries())
					expect(rule.step(call, cell, perCell - 1).value, `${op.name} of ${what}`).toBe(value);
			}
		}
	});

	test('takes as many tensors as it says', () => {
		const { attrs } = op.example();
		const given = (n: number) => () => {
			const tape = new Tape();
			return tape.apply(
				op,
				Array.from({ length: n }, (_, k) => tape.input(`x${k}`, [1], [1])),
				attrs
			);
		};
		expect(given(0)).toThrow(BackstepError);
		if (op.variadic) return;
		const most = op.inputs.length + 1;
		expect(given(most)).toThrow(BackstepError);
		expect(given(most)).toThrow(`${op.name} takes ${op.inputs.join(', ')}`);
		expect(given(most)).toThrow(`${most} tensors were given`);
	});

	test('its example runs, and says what it shows', () => {
		const sample = op.example();
		expect(op.summary).toMatch(/^[A-Z].*\.$/);
		const values = sample.xs.map((x) =>
			Float64Array.from(x.values ?? new Float64Array(size(x.shape)).fill(1))
		);
		const { y } = run(op, `the example of ${op.name}`, sample, values, (n) => new Float64Array(n).fill(1));
		expect(y.data.every(Number.isFinite), `the example of ${op.name} gives ${y.data.join(', ')}`).toBe(true);
	});
});

/** Begins with the op, and ends in what to do. */
const REFUSAL = (name: string) =>
	new RegExp(`^${name}\\b.*(: |must|make|give|choose|reshape|raise|such as)`, 's');

/** A sample with one thing changed: the shape of an input, or a number among the attributes. */
function strange({ xs, attrs }: Sample<unknown>) {
	const shapes: Shape[] = [[], [1], [7], [0], [2, 3], [2, 0], [2, 3, 4, 5, 6]];
	/** All inputs empty along one axis, as in a batch of none. */
	const none = [0, 1].map((axis) => ({
		what: `axis ${axis} of size 0`,
		xs: xs.map((x) => ({ ...x, shape: x.shape.map((d, k) => (k === axis ? 0 : d)) })),
		attrs
	}));
	const reshaped = xs.flatMap((_, k) =>
		shapes.map((shape) => ({
			what: `${shapeName(shape) || 'a single number'} as input ${k}`,
			xs: xs.with(k, { shape }),
			attrs
		}))
	);
	const settings = Object.entries((attrs ?? {}) as Record<string, unknown>);
	const reset = settings
		.filter(([, value]) => typeof value === 'number')
		.flatMap(([name]) =>
			[NaN, Infinity, -100, 0.5, 20].map((value) => ({
				what: `${name} ${value}`,
				xs,
				attrs: { ...(attrs as object), [name]: value }
			}))
		);
	const given = none.map(({ xs, ...rest }) => ({
		...rest,
		xs: xs.map(({ shape }): Sample<unknown>['xs'][number] => ({ shape }))
	}));
	return [...reshaped, ...given, ...reset];
}
