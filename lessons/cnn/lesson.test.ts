/** The chain of lecture notes N3.9, PyTorch's logits for the committed digits, and what the text says of them. */
import { describe, expect, test } from 'vitest';
import { Tape } from '#engine';
import { defaults } from '../index.ts';
import type { FormulaFact, Value } from '../lesson.ts';
import { digits } from './digits.ts';
import lesson from './lesson.ts';
import weights from './weights.json' with { type: 'json' };

function run(given: Record<string, Value> = {}) {
	const tape = new Tape();
	const params = { ...defaults(lesson), ...given };
	lesson.build(tape, params);
	const trace = tape.trace();
	const facts = lesson.facts!(trace, params);
	return {
		data: (name: string) => trace.tensors.get(name)!.data,
		value: (name: string) => trace.tensors.get(name)!.data[0]!,
		shape: (name: string) => trace.tensors.get(name)!.shape,
		numbers: (fact: string) => (facts[fact] as FormulaFact).numbers
	};
}

const opening = run();

test('the sizes along the way: 28 → 26 → 13 → 11 → 5, then 400 and 10', () => {
	const { shape, numbers } = opening;
	expect(['x', 'conv1', 'relu1', 'pool1', 'conv2', 'relu2', 'pool2', 'flat', 'logits'].map(shape)).toEqual([
		[1, 1, 28, 28],
		[1, 8, 26, 26],
		[1, 8, 26, 26],
		[1, 8, 13, 13],
		[1, 16, 11, 11],
		[1, 16, 11, 11],
		[1, 16, 5, 5],
		[1, 400],
		[1, 10]
	]);
	expect(numbers('sizes').match(/\d+/g)).toEqual(['28', '26', '13', '11', '5']);
	expect(numbers('features')).toMatch(/= 400$/);
});

test('parameters: 80 + 1168 + 4010 = 5258', () => {
	const counts = Object.values(weights.tensors).map(({ data }) => data.length);
	expect(counts.reduce((a, b) => a + b)).toBe(5258);
	expect([...opening.numbers('parameters').matchAll(/&= (\d+)/g)].map((match) => Number(match[1]))).toEqual([
		80, 1168, 4010, 5258
	]);
});

test('the accuracy is that of the committed weights', () => {
	expect(weights.heldOutAccuracy).toBe(weights.heldOutCorrect / weights.heldOut);
	expect(opening.numbers('accuracy')).toContain(`\\frac{${weights.heldOutCorrect}}{${weights.heldOut}}`);
});

describe.each(digits.map((digit, k) => [k, digit] as const))('digit no. %i', (k, digit) => {
	const { data } = run({ digit: String(k) });

	test('has the scores that PyTorch computes, and is read as there', () => {
		const logits = Array.from(data('logits'));
		logits.forEach((score, n) => expect(Math.abs(score - digit.logits[n]!)).toBeLessThan(1e-10));
		expect(logits.indexOf(Math.max(...logits))).toBe(digit.predicted);
	});

	test('the gradient of the scores is ŷ − y', () => {
		data('p').forEach((p, n) =>
			expect(data('logits.grad')[n]).toBeCloseTo(p - Number(n === digit.label), 12)
		);
	});
});

test('the opening example: a 7 that is read with 0.63, and as a 4 with 0.36', () => {
	const { data, value, numbers } = opening;
	expect(digits[Number(defaults(lesson).digit)]!.label).toBe(7);
	expect(data('p')[7]).toBeCloseTo(0.633, 3);
	expect(data('p')[4]).toBeCloseTo(0.364, 3);
	expect(value('loss')).toBeCloseTo(-Math.log(data('p')[7]!), 12);
	expect(numbers('answer')).toMatch(/^7 .* = 0\.6328$/);
});

test('opens on the strongest response of the first map', () => {
	const map = Array.from(opening.data('conv1').subarray(0, 26 * 26));
	expect(lesson.open.cell).toBe(map.indexOf(Math.max(...map)));
});

test('the first kernel is positive on the left and negative on the right', () => {
	const [kernel] = [weights.tensors['conv1.weight'].data.slice(0, 9)];
	const column = (c: number) => kernel[c]! + kernel[c + 3]! + kernel[c + 6]!;
	expect(column(0)).toBeGreaterThan(1);
	expect(column(2)).toBeLessThan(-1);
});

test('one step lowers the loss with the lesson’s own settings', () => {
	expect(opening.value('loss.after')).toBeLessThan(opening.value('loss') / 10);
});

test('no. 39: a step with η = 0.05 raises the loss, one with 0.01 lowers it', () => {
	const { value } = run({ digit: '39' });
	expect(digits[39]).toMatchObject({ label: 9, predicted: 7 });
	expect(value('loss.after')).toBeGreaterThan(value('loss'));
	expect(run({ digit: '39', learningRate: 0.01 }).value('loss.after')).toBeLessThan(value('loss'));
});

test('with another right answer, its score and the believed one get the large gradients', () => {
	const { data, value } = run({ label: 'is 4' });
	expect(value('target')).toBe(4);
	const large = [...data('logits.grad').keys()].filter((k) => Math.abs(data('logits.grad')[k]!) > 0.1);
	expect(large).toEqual([4, 7]);
});

test('through pooling and ReLU, a gradient comes back only where the number won and was positive', () => {
	for (const block of [1, 2]) {
		const [z, a] = [opening.data(`conv${block}`), opening.data(`relu${block}`)];
		const [g, through] = [opening.data(`relu${block}.grad`), opening.data(`conv${block}.grad`)];
		const [side, out] = [opening.shape(`conv${block}`)[2]!, opening.shape(`pool${block}`)[2]!];
		let received = 0;
		g.forEach((value, k) => {
			expect(through[k]).toBe(z[k]! > 0 ? value : 0);
			if (value === 0) return;
			received++;
			const [plane, r, c] = [Math.floor(k / side / side), Math.floor(k / side) % side, k % side];
			const [top, left] = [2 * Math.floor(r / 2), 2 * Math.floor(c / 2)];
			const window = [0, 1, side, side + 1].map((d) => a[(plane * side + top) * side + left + d]!);
			expect(a[k]).toBe(Math.max(...window));
		});
		expect(received).toBeGreaterThan(0);
		expect(received).toBeLessThanOrEqual(opening.shape(`pool${block}`)[1]! * out * out);
	}
});

test('kernels 13 and 14 of the second layer are dead: their maps are 0, and so are their gradients', () => {
	for (let k = 0; k < digits.length; k++) {
		const { data } = run({ digit: String(k) });
		expect(
			data('relu2')
				.subarray(13 * 121, 15 * 121)
				.every((value) => value === 0)
		).toBe(true);
		expect(
			data('conv2.weight.grad')
				.subarray(13 * 72, 15 * 72)
				.every((value) => value === 0)
		).toBe(true);
	}
});

test('the digits that are misread are named, as they are read', () => {
	const pairs = [...opening.numbers('mistakes').matchAll(/(\d) \\to (\d)/g)].map((match) => [
		Number(match[1]),
		Number(match[2])
	]);
	expect(pairs).toEqual(
		digits.filter((d) => d.label !== d.predicted).map(({ label, predicted }) => [label, predicted])
	);
});

test('the last digit of each class is the one that is hardest', () => {
	const lead = ({ logits, label }: (typeof digits)[number]) =>
		logits[label]! - Math.max(...logits.filter((_, n) => n !== label));
	for (let label = 0; label < 10; label++) {
		const four = digits.slice(4 * label, 4 * label + 4);
		expect(four.every((digit) => digit.label === label)).toBe(true);
		expect(Math.min(...four.map(lead))).toBe(lead(four[3]!));
	}
});
