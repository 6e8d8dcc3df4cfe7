/** What every op owes: this test finds the op files by itself, so a new op is held to it from its first day. */
import katex from 'katex';
import { describe, expect, test } from 'vitest';
import {
	PADDING,
	Tape,
	known,
	random,
	size,
	type Leaf,
	type Op,
	type Sample,
	type Tensor,
	type Trace
} from './index.ts';
import { mul } from './ops/mul.ts';
import { sum } from './ops/sum.ts';

const modules = import.meta.glob<Record<string, Op>>('./ops/*.ts', { eager: true });
const ops = Object.values(modules).flatMap((module) =>
	Object.values(module).filter((op) => typeof op === 'object')
);
const SAMPLES = 24;
/** A capital, a number, or the name of a tensor; and a full stop. */
const SENTENCE = /^([A-Z0-9−]|[a-z]\d*\b).*\.$/;

interface Run {
	trace: Trace;
	xs: Tensor[];
	y: Tensor;
	loss: Tensor;
}

/** The op on given values, with a loss that weighs every output differently. */
function run(
	op: Op,
	sample: Sample<unknown>,
	values: readonly Float64Array[],
	weights: (n: number) => Float64Array,
	backward = true
): Run {
	const tape = new Tape();
	const [xs, y, loss] = tape.scope('forward', () => {
		const xs = sample.xs.map((x, k) => tape.input(`x${k}`, x.shape, values[k]!));
		const y = tape.apply(op, xs, sample.attrs, 'y');
		const w = tape.constant('weights', y.shape, weights(size(y.shape)));
		return [xs, y, tape.apply(sum, [tape.apply(mul, [y, w], undefined)], {})] as const;
	});
	if (backward) tape.backward(loss);
	return { trace: tape.trace(), xs, y, loss };
}

function draw(
	op: Op,
	seed: number
): { sample: Sample<unknown>; values: Float64Array[]; weights: (n: number) => Float64Array } {
	const source = random(seed);
	const sample = op.sample(source);
	const values = sample.xs.map((x) =>
		x.values ? Float64Array.from(x.values) : source.array(size(x.shape), 2)
	);
	return { sample, values, weights: (n) => random(seed + 1).array(n) };
}

const check = (tex: string) =>
	katex.renderToString(tex, { throwOnError: true, trust: true, strict: 'ignore' });

describe.each(ops.map((op) => [op.name, op] as const))('%s', (_, op) => {
	const cases = Array.from({ length: SAMPLES }, (_, k) => draw(op, 100 * k + 7));
	const eachLeaf = (visit: (leaf: Leaf) => void) => {
		for (const { sample, values, weights } of cases) {
			for (const leaf of run(op, sample, values, weights).trace.leaves) if (leaf.call.op === op) visit(leaf);
		}
	};

	test('the last elementary step of every cell is the value of that cell, bit for bit', () => {
		eachLeaf((leaf) => {
			for (let cell = 0; cell < leaf.out.data.length; cell++) {
				expect(leaf.rule.step(leaf.call, cell, leaf.perCell - 1).value).toBe(leaf.out.data[cell]);
			}
		});
	});

	test('every step reads what its leaf says it reads, and what is known by then', () => {
		eachLeaf((leaf) => {
			for (let k = 0; k < Math.min(leaf.steps, 60); k++) {
				const cell = Math.floor(k / leaf.perCell);
				for (const [tensor, index] of leaf.rule.step(leaf.call, cell, k % leaf.perCell).reads) {
					expect(leaf.reads).toContain(tensor);
					if (index !== PADDING) expect(index).toBeLessThan(known(tensor, leaf.start));
				}
			}
		});
	});

	test('uses are the inverse of reads', () => {
		eachLeaf((leaf) => {
			if (leaf.steps > 4000) return;
			const found = leaf.reads.map(() => new Map<number, string[]>());
			for (let k = 0; k < leaf.steps; k++) {
				const [cell, s] = [Math.floor(k / leaf.perCell), k % leaf.perCell];
				const slots = new Set<string>();
				for (const [tensor, index] of leaf.rule.step(leaf.call, cell, s).reads) {
					if (index !== PADDING)
						leaf.reads.forEach((t, slot) => t === tensor && slots.add(`${slot}:${index}`));
				}
				for (const key of slots) {
					const [slot, index] = key.split(':').map(Number) as [number, number];
					found[slot]!.set(index, [...(found[slot]!.get(index) ?? []), `${cell},${s}`]);
				}
			}
			leaf.reads.forEach((tensor, slot) => {
				for (let index = 0; index < tensor.data.length; index++) {
					const said = [...leaf.rule.uses(leaf.call, slot, index)].map(([c, s]) => `${c},${s}`);
					expect(new Set(said)).toEqual(new Set(found[slot]!.get(index) ?? []));
					expect(said.length).toBe(new Set(said).size);
				}
			});
		});
	});

	test('equations are TeX, and sentences are sentences', () => {
		const seen = new Set<string>();
		eachLeaf((leaf) => {
			check(leaf.rule.tex(leaf.call));
			expect(leaf.rule.about(leaf.call)).toMatch(SENTENCE);
			const last = leaf.out.data.length - 1;
			for (const cell of new Set([0, last])) {
				const whole = leaf.rule.cell?.(leaf.call, cell);
				const places = [0, 1, Math.floor(leaf.perCell / 2), leaf.perCell - 1].filter((s) => s < leaf.perCell);
				const said = [...new Set(places)].map((s) => leaf.rule.step(leaf.call, cell, s));
				for (const { tex, text } of whole ? [...said, whole] : said) {
					if (!seen.has(tex)) check(tex);
					seen.add(tex);
					expect(text).toMatch(SENTENCE);
				}
			}
		});
	});

	test('every gradient is the slope of forward', () => {
		for (const { sample, values, weights } of cases) {
			const { xs } = run(op, sample, values, weights);
			xs.forEach((x, k) => {
				if (!op.backward(k, { xs, attrs: sample.attrs })) return expect(x.grad).toBeNull();
				for (let i = 0; i < x.data.length; i++) {
					const at = (nudge: number) => {
						const changed = values.map((v, m) =>
							m === k ? v.map((value, j) => (j === i ? value + nudge : value)) : v
						);
						return run(op, sample, changed, weights, false).loss.data[0]!;
					};
					const h = 1e-4;
					// The five-point central difference: its error falls with h⁴.
					const slope = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
					const gradient = x.grad!.data[i]!;
					expect(Math.abs(gradient - slope)).toBeLessThanOrEqual(1e-6 * Math.max(1e-3, Math.abs(slope)));
				}
			});
		}
	});

	test('its example runs, and says what it shows', () => {
		const sample = op.example();
		expect(op.summary).toMatch(/^[A-Z].*\.$/);
		const { y } = run(
			op,
			sample,
			sample.xs.map((x) => Float64Array.from(x.values ?? new Float64Array(size(x.shape)).fill(1))),
			(n) => new Float64Array(n).fill(1)
		);
		expect(y.data.every(Number.isFinite)).toBe(true);
	});
});
