/** "Dog bites man" against "man bites dog", PyTorch's numbers for the committed weights, and what the text says. */
import { describe, expect, test } from 'vitest';
import { Tape, pathName, type Edits } from '#engine';
import { defaults, withParams } from '../index.ts';
import type { FormulaFact, TableFact, Value } from '../lesson.ts';
import { norm } from '../numbers.ts';
import lesson from './lesson.ts';
import reference from './reference.json' with { type: 'json' };
import { split } from '../words.ts';
import { check, classes, note, reordered, truth, vocabulary } from './sentences.ts';
import weights from './weights.json' with { type: 'json' };

function run(given: Record<string, Value> = {}, edits: Edits = {}) {
	const tape = new Tape({ edits });
	const params = { ...defaults(lesson), ...given };
	lesson.build(tape, params);
	const trace = tape.trace();
	const data = (name: string) => Array.from(trace.tensors.get(name)!.data);
	return {
		trace,
		data,
		/** The class that is believed most. */
		answer: (name = 'p') => classes[data(name).indexOf(Math.max(...data(name)))],
		facts: lesson.facts!(trace, params)
	};
}

const read = (sentence: string, given: Record<string, Value> = {}) => run({ sentence, ...given });
const close = (actual: readonly number[], expected: readonly number[]) => {
	expect(actual).toHaveLength(expected.length);
	actual.forEach((value, k) => expect(Math.abs(value - expected[k]!)).toBeLessThan(1e-10));
};

describe.each(reference.references)('PyTorch agrees on “$sentence”', (torch) => {
	// The reference gradients are those of class 0.
	const { data } = read(torch.sentence, { label: classes[0]! });
	const T = torch.norms.length;

	test('scores, loss and the last state', () => {
		close(data('logits'), torch.logits);
		close(data('loss'), [torch.loss]);
		close(data(`h${T}`), torch.h);
	});

	test('the size of ∂L/∂hₜ at every step', () => {
		close(
			torch.norms.map((_, k) => norm(data(`h${k + 1}.grad`))),
			torch.norms
		);
	});

	test('the gradients of the shared weights', () => {
		for (const [name, gradient] of Object.entries(torch.gradients)) close(data(`${name}.grad`), gradient);
	});
});

test('the accuracy is that of the committed weights, on the committed held-out sentences', () => {
	const held = reference.heldOutSentences.flatMap((sentences, k) =>
		sentences.map((sentence) => ({ sentence, label: k }))
	);
	const right = held.filter(({ sentence, label }) => read(sentence).answer() === classes[label]);
	expect(held).toHaveLength(weights.heldOut);
	expect(right).toHaveLength(weights.heldOutCorrect);
	expect(weights.heldOutAccuracy).toBe(weights.heldOutCorrect / weights.heldOut);
	for (const { sentence, label } of held) expect(truth(split(sentence)), sentence).toBe(label);
});

describe('order matters', () => {
	test.each([
		['dog bites man', 'an animal attacks'],
		['man bites dog', 'a person attacks'],
		['man bitten by dog', 'an animal attacks'],
		['dog bitten by man', 'a person attacks'],
		['dog never bites man', 'nobody is hurt'],
		['dog likes man', 'nobody is hurt']
	])('%s: %s', (sentence, answer) => {
		const { data } = read(sentence);
		expect(read(sentence).answer()).toBe(answer);
		expect(Math.max(...data('p'))).toBeGreaterThan(0.95);
		expect(classes[truth(split(sentence))]).toBe(answer);
	});

	test('the lesson asks the same network about the roles exchanged', () => {
		expect(reordered(split('The dog bites the man!'))!.words).toEqual(['the', 'man', 'bites', 'the', 'dog']);
		const { numbers, label } = run().facts.order as FormulaFact;
		expect(label).toMatch(/with the roles exchanged/);
		expect(numbers).toMatch(/dog bites man.*an animal attacks.*man bites dog.*a person attacks/);
	});

	test('where there are no two different nouns, the words are reversed, and the label says so', () => {
		const { numbers, label } = read('bites dog').facts.order as FormulaFact;
		expect(label).toMatch(/in reverse/);
		expect(numbers).toMatch(/bites dog.*dog bites/);
		expect(reordered(split('dog bites cat dog'))!.how).toBe('in reverse');
	});

	test.each(['bites', 'dog dog', 'dog bites dog', 'zebra yak'])('“%s” has one line only', (sentence) => {
		const { numbers, label } = read(sentence).facts.order as FormulaFact;
		expect(label).toMatch(/would read the same/);
		expect(numbers.match(/\\to/g)).toHaveLength(1);
	});

	test('without memory weights only the last word counts', () => {
		const none: Edits = { W_hh: Array.from({ length: 16 }, (_, k) => [k, 0] as const) };
		const [one, other] = ['dog bites man', 'cat sees man'].map((sentence) =>
			run({ sentence }, none).data('p')
		);
		expect(one).toEqual(other);
	});
});

describe('words', () => {
	test('are read in lower case and without punctuation', () => {
		expect(split('Dog bites MAN!')).toEqual(['dog', 'bites', 'man']);
		expect(read('Dog bites MAN!').data('p')).toEqual(run().data('p'));
	});

	test('that are unknown become <unk>, and are named', () => {
		expect(read('zebra bites man').data('word1')).toEqual([0]);
		expect(read('zebra bites man').data('p')).toEqual(read('<unk> bites man').data('p'));
		expect(vocabulary.known('zebra')).toBe('<unk>');
		expect(note('zebra bites man')).toMatch(/does not know “zebra”: it reads <unk> instead\./);
		expect(note('dog bites man')).toBeNull();
		expect((read('zebra bites man').facts.words as TableFact).names).toEqual([
			'zebra → <unk>',
			'bites',
			'man'
		]);
	});

	test('that are none, or too many, are refused in a sentence', () => {
		expect(check(' ?! ')).toMatch(/^give at least one word/);
		expect(check('dog '.repeat(41))).toBe('it has 41 words; give at most 40');
		const refused = (sentence: unknown) => withParams(lesson, { sentence }).problems;
		expect(refused('')).toEqual(['sentence is empty: give at least one word, such as dog bites man.']);
		expect(refused('dog '.repeat(45))).toEqual([
			'sentence is "dog dog dog dog dog dog …": it has 45 words; give at most 40.'
		]);
		expect(refused('x'.repeat(241))).toEqual(['sentence has 241 characters: give at most 240.']);
		expect(refused(7)).toEqual(['sentence is 7: give a text.']);
		expect(refused('zebra')).toEqual([]);
	});
});

describe('parameters', () => {
	test('(3 + 4 + 1)·4 = 32 in the layer, 86 together, whatever the length', () => {
		for (const sentence of ['dog bites man', 'the dog never bites the man']) {
			const { facts, trace } = read(sentence);
			expect((facts['layer parameters'] as FormulaFact).numbers).toBe('(3 + 4 + 1) \\cdot 4 = 32');
			expect((facts.parameters as FormulaFact).numbers).toMatch(/= 86$/);
			const all = [...trace.tensors.values()].filter(({ role }) => role === 'parameter');
			expect(all.reduce((n, { data }) => n + data.length, 0)).toBe(86);
		}
	});

	test('PyTorch’s second bias is 0', () => {
		expect(new Set(weights.tensors['rnn.bias_hh_l0'].data)).toEqual(new Set([0]));
	});
});

describe('backward through time', () => {
	const { data, trace, facts } = read('the dog never bites the man');
	const T = 6;

	test('starts from zeros (E7)', () => {
		expect(data('h0')).toEqual([0, 0, 0, 0]);
	});

	test.each(['W_xh', 'W_hh', 'b_h'])('%s gets a contribution from every step, and their sum (E8)', (name) => {
		const parts = Array.from({ length: T }, (_, k) => trace.tensors.get(`${name}.grad:${k + 1}`)!);
		expect(parts.map(({ writer }) => pathName(writer!).split('/')[2])).toEqual(
			[6, 5, 4, 3, 2, 1].map((t) => `t = ${t}`)
		);
		const whole = trace.tensors.get(`${name}.grad`)!;
		expect(pathName(whole.writer!)).toBe(`backward/rnn/t = 1/sum of ${name} gradients`);
		expect(whole.writer!.reads).toEqual(parts);
		close(
			Array.from(whole.data),
			Array.from(whole.data, (_, k) => parts.reduce((sum, part) => sum + part.data[k]!, 0))
		);
	});

	test('the first step adds nothing to W_hh, since h₀ is zeros', () => {
		expect(data('W_hh.grad:6').every((value) => value === 0)).toBe(true);
	});

	test('the table says how large the gradients are: they vanish towards the first word', () => {
		const { rows } = facts['way back'] as TableFact;
		const norms = rows.map(([h]) => h!);
		norms.forEach((size, k) => expect(size / norm(data(`h${k + 1}.grad`))).toBeCloseTo(1, 2));
		expect(norms[0]! / norms[T - 1]!).toBeLessThan(1e-3);
		expect(rows[0]![2]).toBe(0);
	});

	test('one step lowers the loss with the lesson’s own settings', () => {
		const { data } = run();
		expect(data('loss_after')[0]).toBeLessThan(data('loss')[0]!);
	});
});

describe('shapes', () => {
	const answers = (shape: string) =>
		[...run({ shape }).trace.tensors.keys()].filter((name) => /^p\d*$/.test(name));

	test('read and answer where their names say', () => {
		expect(answers('many to one')).toEqual(['p']);
		expect(answers('one to one')).toEqual(['p']);
		expect(answers('one to many')).toEqual(['p1', 'p2', 'p3']);
		expect(answers('many to many')).toEqual(['p1', 'p2', 'p3']);
		expect(answers('many to many later')).toEqual(['p4', 'p5']);
	});

	test('many to many: the last answer is that of many to one, and a state that is used twice gets two gradients', () => {
		const { data } = run({ shape: 'many to many' });
		expect(data('p3')).toEqual(run().data('p'));
		close(
			data('h2.grad'),
			data('h2.grad:1').map((value, k) => value + data('h2.grad:2')[k]!)
		);
	});

	test('many to many: the loss is the mean over the answers, and its equation says so', () => {
		const { data, facts } = run({ shape: 'many to many' });
		const [right] = data('target');
		const losses = [1, 2, 3].map((t) => -Math.log(data(`p${t}`)[right!]!));
		expect(data('loss')[0]).toBeCloseTo(losses.reduce((a, b) => a + b) / 3, 12);
		const { tex, numbers } = facts.loss as FormulaFact;
		expect(tex).toContain('\\frac{1}{n} \\sum_t');
		expect(numbers).toMatch(/^\\tfrac\{1\}\{3\} \\big\((-\\ln [\d.]+ ?){3}\\big\) = /);
		expect((run().facts.loss as FormulaFact).tex).not.toContain('frac');
	});

	test('“man bitten by dog”: the network turns around as it reads', () => {
		const { answer } = read('man bitten by dog', { shape: 'many to many' });
		expect([1, 2, 3, 4].map((t) => answer(`p${t}`))).toEqual([
			'nobody is hurt',
			'a person attacks',
			'a person attacks',
			'an animal attacks'
		]);
	});
});
