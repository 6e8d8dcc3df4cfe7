/** The two banks, PyTorch's numbers for both taggers, and what each direction can know. */
import { describe, expect, test } from 'vitest';
import { Tape, type Edits } from '#engine';
import { defaults } from '../index.ts';
import type { TableFact, Value } from '../lesson.ts';
import lesson from './lesson.ts';
import reference from './reference.json' with { type: 'json' };
import { split } from '../words.ts';
import { check, note, tags, truth, vocabulary } from './sentences.ts';
import weights from './weights.json' with { type: 'json' };

function run(sentence: string, given: Record<string, Value> = {}, edits: Edits = {}) {
	const tape = new Tape({ edits });
	const params = { ...defaults(lesson), sentence, ...given };
	lesson.build(tape, params);
	const trace = tape.trace();
	const data = (name: string) => Array.from(trace.tensors.get(name)!.data);
	const words = split(sentence);
	return {
		trace,
		data,
		facts: lesson.facts!(trace, params),
		/** The tag that is believed most, of every word. */
		tags: words.map((_, k) => {
			const p = data(`p${k + 1}`);
			return p.indexOf(Math.max(...p));
		})
	};
}

const close = (actual: readonly number[], expected: readonly number[]) => {
	expect(actual).toHaveLength(expected.length);
	actual.forEach((value, k) => expect(Math.abs(value - expected[k]!)).toBeLessThan(1e-10));
};

/** PyTorch's weights are outputs × inputs. */
const turned = (data: readonly number[], rows: number) => {
	const columns = data.length / rows;
	return data.map((_, k) => data[(k % columns) * rows + Math.floor(k / columns)]!);
};

const NAMES = {
	both: {
		'rnn.weight_ih_l0': 'W_xh_forward',
		'rnn.weight_hh_l0': 'W_hh_forward',
		'rnn.bias_ih_l0': 'b_h_forward',
		'rnn.weight_ih_l0_reverse': 'W_xh_reverse',
		'rnn.weight_hh_l0_reverse': 'W_hh_reverse',
		'rnn.bias_ih_l0_reverse': 'b_h_reverse'
	},
	one: { 'rnn.weight_ih_l0': 'W_xh', 'rnn.weight_hh_l0': 'W_hh', 'rnn.bias_ih_l0': 'b_h' }
} as const;

describe.each(reference.references)('PyTorch agrees on “$sentence”, both ways: $both', (torch) => {
	// The reference takes tag 0 for the right one of every word.
	const zeros = split(torch.sentence).map((_, k) => [k, 0] as const);
	const { data, trace } = run(torch.sentence, { both: torch.both }, { target: zeros });
	const names: Record<string, string> = {
		'embedding.weight': 'E',
		'output.weight': 'W_hy',
		'output.bias': 'b_y',
		...NAMES[torch.both ? 'both' : 'one']
	};

	test('scores and loss', () => {
		close(
			split(torch.sentence).flatMap((_, k) => data(`logits${k + 1}`)),
			torch.logits
		);
		close(data('loss'), [torch.loss]);
	});

	test('the gradients of all weights', () => {
		expect(Object.keys(torch.gradients).sort()).toEqual(Object.keys(names).sort());
		for (const [name, gradient] of Object.entries(torch.gradients)) {
			const ours = trace.tensors.get(names[name]!)!;
			const transposed = /weight/.test(name) && name !== 'embedding.weight';
			close(Array.from(ours.grad!.data), transposed ? turned(gradient, ours.shape[0]!) : gradient);
		}
	});
});

test('the accuracy is that of the committed weights, on the committed held-out sentences', () => {
	const held = reference.heldOutSentences as [string, number][];
	expect(held).toHaveLength(weights.heldOut);
	for (const [sentence, tag] of held) expect(Math.max(...truth(split(sentence))), sentence).toBe(tag);
	for (const [both, expected] of [
		[true, weights.bothWays],
		[false, weights.oneWay]
	] as const) {
		const right = held.filter(([sentence, tag]) => {
			const found = run(sentence, { both }).tags;
			return found[split(sentence).indexOf('bank')] === tag;
		});
		expect(right).toHaveLength(expected.banks);
	}
});

test('the hidden size doubles: both states of a word stand side by side', () => {
	const { trace, data } = run('the bank');
	const [right, left] = ['h2_forward', 'h2_reverse'].map(data) as [number[], number[]];
	expect(trace.tensors.get('h2')!.shape).toEqual([1, right.length + left.length]);
	expect(data('h2')).toEqual([...right, ...left]);
});

describe('what each direction can know', () => {
	test('the same beginning, another end: both ways tells the banks apart', () => {
		const tagOf = (sentence: string) => tags[run(sentence).tags[4]!];
		expect(tagOf('i went to the bank to deposit money')).toBe('bank for money');
		expect(tagOf('i went to the bank to fish')).toBe('bank of a river');
	});

	test('one way has read nothing else yet, so it gives the same numbers', () => {
		const [a, b] = ['to deposit money', 'to fish'].map((end) =>
			run(`i went to the bank ${end}`, { both: false }).data('p5')
		);
		expect(a).toEqual(b);
	});

	test('a state knows its side and nothing of the other', () => {
		const [a, b] = ['to deposit money', 'to swim today'].map((end) => run(`i went to the bank ${end}`));
		expect(a!.data('h5_forward')).toEqual(b!.data('h5_forward'));
		expect(a!.data('h5_reverse')).not.toEqual(b!.data('h5_reverse'));
		expect(a!.data('h5')).toEqual([...a!.data('h5_forward'), ...a!.data('h5_reverse')]);
	});
});

describe('what each side adds to the scores of “bank”', () => {
	const rowsOf = (sentence: string, both = true) => (run(sentence, { both }).facts.sides as TableFact).rows;
	/** How much more a row says for the river than for money. */
	const apart = ([, money, river]: readonly number[]) => river! - money!;

	test.each([true, false])('sides and bias add up to the score; both ways: %s', (both) => {
		const rows = rowsOf('i went to the river bank', both);
		expect(rows).toHaveLength(both ? 4 : 3);
		rows.at(-1)!.forEach((score, k) => {
			const sum = rows.slice(0, -1).reduce((sum, row) => sum + row[k]!, 0);
			expect(Math.abs(sum - score)).toBeLessThan(0.05);
		});
	});

	test('the river bank: little from the right, and from the left less than the right would say', () => {
		const [left, right] = rowsOf('i went to the river bank').map(apart);
		expect(Math.abs(right!)).toBeLessThan(0.3);
		expect(left!).toBeGreaterThan(0.5);
		for (const end of ['fish', 'deposit money']) {
			const [, after] = rowsOf(`i went to the bank to ${end}`).map(apart);
			expect(Math.abs(after!)).toBeGreaterThan(2 * left!);
		}
	});

	test('the tagger that reads one way is surer of it', () => {
		const [both, one] = [true, false].map((both) => run('i went to the river bank', { both }).data('p6')[2]!);
		expect(both).toBeGreaterThan(0.5);
		expect(one).toBeGreaterThan(both!);
	});
});

describe('a bank that nothing decides', () => {
	const [, MONEY] = tags.map((_, k) => k);

	test.each(['the bank', 'I went to the river bank to deposit money'])(
		'%s: money, and a note says so',
		(text) => {
			expect(Math.max(...truth(split(text)))).toBe(MONEY);
			expect(note(text)).toMatch(/Nothing in it decides .*“bank for money” counts as right/);
		}
	);

	test('neither tagger is sure of “the bank”', () => {
		for (const both of [true, false])
			expect(Math.max(...run('the bank', { both }).data('p2'))).toBeLessThan(0.7);
	});
});

describe('typed sentences', () => {
	test('unknown words are named, and a sentence without a bank is told so', () => {
		expect(vocabulary.known('zebra')).toBe('<unk>');
		expect(note('the zebra went to the bank to fish')).toBe(
			'The network does not know “zebra”: it reads <unk> instead.'
		);
		expect(note('we went to fish')).toMatch(/no bank/);
		expect(note('we went to the bank to fish')).toBeNull();
	});

	test('what cannot be read is refused with what to do', () => {
		expect(check('…')).toMatch(/at least one word/);
		expect(check('bank '.repeat(31))).toMatch(/31 words; give at most 30/);
		expect(check('bank')).toBeNull();
	});
});
