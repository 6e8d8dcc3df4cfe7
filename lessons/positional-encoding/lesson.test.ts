/** Both orders against PyTorch's numbers, what is lost without positions, and the rotation that a shift is. */
import { describe, expect, test } from 'vitest';
import { Tape, type Edits } from '#engine';
import { frequency, positionalEncoding } from '#engine/layers/positional.ts';
import { defaults, withParams } from '../index.ts';
import type { TableFact, Value } from '../lesson.ts';
import lesson from './lesson.ts';
import reference from './reference.json' with { type: 'json' };
import { block, rotation } from './rotation.ts';
import { tokensOf } from './words.ts';

function run(given: Record<string, Value> = {}, edits: Edits = {}) {
	const tape = new Tape({ edits });
	const params = { ...defaults(lesson), ...given };
	lesson.build(tape, params);
	const trace = tape.trace();
	return {
		trace,
		unused: tape.unused,
		data: (name: string) => Array.from(trace.tensors.get(name)!.data),
		facts: lesson.facts!(trace, params)
	};
}

const close = (actual: readonly number[], expected: readonly number[], within = 1e-10) => {
	expect(actual).toHaveLength(expected.length);
	actual.forEach((value, k) => expect(Math.abs(value - expected[k]!)).toBeLessThan(within));
};
const furthest = (one: readonly number[], other: readonly number[]) =>
	Math.max(...one.map((value, k) => Math.abs(value - other[k]!)));

describe.each(reference)('PyTorch agrees: $settings', ({ settings, given, computed }) => {
	const edits = Object.fromEntries(
		Object.entries<number[]>(given).map(([name, values]) => [
			name,
			values.map((value, k): [number, number] => [k, value])
		])
	);
	const { data, unused } = run(settings, edits);

	test.each(Object.entries<number[]>(computed))('%s', (name, expected) => {
		expect(unused).toEqual([]);
		close(data(name), expected);
	});
});

describe('“dog bites man” and “man bites dog”', () => {
	test.each([1, 2, 3])('are the same without positions, whatever the weights: seed %d', (seed) => {
		const { data } = run({ positions: false, seed });
		close(data('values'), data('restored'), 1e-14);
		close(data('loss'), [0], 1e-28);
		for (const name of ['E', 'W_Q', 'W_K', 'W_V'])
			close(data(`${name}.grad`), new Array<number>(data(name).length).fill(0), 1e-14);
	});

	test('differ with positions, in every word', () => {
		const { data } = run();
		for (const k of [0, 2]) {
			const word = (name: string) => data(name).slice(6 * k, 6 * k + 6);
			expect(furthest(word('values'), word('restored'))).toBeGreaterThan(0.01);
		}
		expect(data('loss')[0]).toBeGreaterThan(1e-4);
	});

	test('the attention weights of the other order are the same, with rows and columns reversed', () => {
		const { data } = run({ positions: false });
		close(data('attention_other'), data('attention').toReversed(), 1e-14);
	});

	test('the table says both, whether positions are on or off', () => {
		for (const positions of [false, true]) {
			const { rows } = run({ positions }).facts.order as TableFact;
			expect(rows[0]![0]).toBeLessThan(1e-14);
			expect(rows[1]![0]).toBeGreaterThan(0.01);
		}
	});

	test('“dog bites dog” reads the same backwards, but the first dog has become the last', () => {
		const { data } = run({ sentence: 'dog bites dog' });
		expect(data('values_other')).toEqual(data('values'));
		expect(data('loss')[0]).toBeGreaterThan(1e-4);
		expect(run({ sentence: 'dog' }).data('loss')).toEqual([0]);
	});
});

describe('PE(pos + k) is a rotation of PE(pos)', () => {
	test.each([4, 8, 16])('to 1e-12, for every position and shift up to 100: d = %d', (d) => {
		for (const k of [0, 1, 2, 17, 100]) {
			const turn = rotation(d, k);
			for (const pos of [0, 1, 5, 50, 100]) {
				const here = positionalEncoding(1, d, pos);
				const turned = Array.from({ length: d }, (_, column) =>
					here.reduce((sum, value, row) => sum + value * turn[row * d + column]!, 0)
				);
				close(turned, Array.from(positionalEncoding(1, d, pos + k)), 1e-12);
			}
		}
	});

	test('in the trace too, for all positions of the sentence', () => {
		const { data } = run({ shift: 100, d: '16' });
		close(data('turned'), data('PE_there'), 1e-12);
		expect(Math.max(...data('off').map(Math.abs))).toBeLessThan(1e-12);
	});

	test('each block is orthogonal with determinant 1, and 1 for k = 0', () => {
		const [a, b, c, e] = block(1, 8, 3);
		close([a * e - b * c, a * b + c * e, a * a + c * c], [1, 0, 1], 1e-15);
		expect(block(1, 8, 0)).toEqual([1, 0, 0, 1]);
	});

	test('so dot products depend on the distance alone: Σ cos(kω)', () => {
		const { rows } = run({ position: 40, d: '8' }).facts.distance as TableFact;
		rows.forEach(([fromZero, from40], k) => {
			const expected = [0, 1, 2, 3].reduce((sum, i) => sum + Math.cos(k * frequency(i, 8)), 0);
			close([fromZero!, from40!], [expected, expected], 0.005);
		});
	});
});

test('position 0 is sines of 0 and cosines of 0', () => {
	expect(run().data('PE').slice(0, 6)).toEqual([0, 1, 0, 1, 0, 1]);
});

test('with d = 512, the slowest pair needs more than 60,000 positions for a turn', () => {
	expect((2 * Math.PI) / frequency(255, 512)).toBeGreaterThan(60_000);
});

describe('settings', () => {
	test('any words are tokens, and the table does not depend on their order', () => {
		expect(tokensOf(['dog', 'bites', 'man', 'dog'])).toEqual(['bites', 'dog', 'man']);
		const [one, other] = ['zebra yawns', 'yawns zebra'].map((sentence) => run({ sentence }).data('E'));
		expect(one).toEqual(other);
	});

	test('an empty sentence, and one that is too long, are refused', () => {
		const refused = (sentence: string) => withParams(lesson, { sentence }).problems;
		expect(refused(' ')[0]).toMatch(/give at least one word, such as dog bites man/);
		expect(refused('dog '.repeat(13))[0]).toMatch(/it has 13 words; give at most 12/);
	});

	test('a pair that there is not is refused in a sentence', () => {
		expect(() => run({ d: '4', pair: 2 })).toThrow('Pair 2: with d = 4 there are 2 pairs: choose 0 to 1');
	});
});
