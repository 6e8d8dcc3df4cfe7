/** Three layers, three steps: PyTorch's numbers for the committed weights, and what the text says. */
import { describe, expect, test } from 'vitest';
import { find, num, pathName, Tape, type Edits } from '#engine';
import { defaults, withParams } from '../index.ts';
import type { FormulaFact, TableFact, Value } from '../lesson.ts';
import { ask, continued } from './ask.ts';
import lesson from './lesson.ts';
import { inputs, network, parameters } from './network.ts';
import reference from './reference.json' with { type: 'json' };
import { memory, waves } from './states.ts';
import weights from './weights.json' with { type: 'json' };
import { check, classes, classOf, followers, END, letters, note, split } from './words.ts';

function run(given: Record<string, Value> = {}, edits: Edits = {}) {
	const tape = new Tape({ edits });
	const params = { ...defaults(lesson), ...given };
	lesson.build(tape, params);
	const trace = tape.trace();
	return {
		trace,
		data: (name: string) => Array.from(trace.tensors.get(name)!.data),
		writer: (name: string) => pathName(trace.tensors.get(name)!.writer!),
		facts: lesson.facts!(trace, params)
	};
}

const close = (actual: readonly number[], expected: readonly number[], within = 1e-10) => {
	expect(actual).toHaveLength(expected.length);
	actual.forEach((value, k) => expect(Math.abs(value - expected[k]!)).toBeLessThan(within));
};
const table = (fact: unknown) => fact as TableFact;
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe.each(reference.references)('PyTorch agrees on “$word”', (torch) => {
	const { data } = run({ word: torch.word });
	const T = split(torch.word).length;

	test('scores at every step, loss, and the last state of each layer', () => {
		close(Array.from({ length: T }, (_, k) => data(`logits${k + 1}`)).flat(), torch.logits);
		close(data('loss'), [torch.loss]);
		torch.last.forEach((h, l) => close(data(`h${T}_l${l}`), h));
	});

	test('the gradient of every weight', () => {
		expect(Object.keys(torch.gradients)).toHaveLength(12);
		for (const [name, gradient] of Object.entries(torch.gradients)) close(data(`${name}.grad`), gradient);
	});
});

/** Every guess that a word asks for: what has been read, and the class that comes next. */
const guesses = (word: string) =>
	followers(split(word), END).map((letter, k) => ({
		last: letters.indexOf(word[k]!),
		right: classOf(letter)
	}));

/** In bits, first and three counted, as in train.py; of equal probabilities the first counts more. */
function scored(all: readonly { readonly p: readonly number[]; readonly right: number }[]) {
	const rank = ({ p, right }: { readonly p: readonly number[]; readonly right: number }) =>
		p.filter((value) => value > p[right]!).length;
	return {
		bits: mean(all.map(({ p, right }) => -Math.log2(p[right]!))),
		first: all.filter((one) => rank(one) === 0).length,
		three: all.filter((one) => rank(one) < 3).length
	};
}

describe('what the page says of the held-out words', () => {
	const held = reference.heldOutWords.split(' ');
	const trained = reference.trainingWords.split(' ');
	const { trace } = run();

	test('they are others than those it was trained on', () => {
		expect(trained).toHaveLength(weights.trainedOn);
		expect(held).toHaveLength(weights.heldOut);
		expect(new Set([...held, ...trained]).size).toBe(held.length + trained.length);
		expect(held.join('')).toHaveLength(weights.heldOutLetters);
	});

	test('bits and guesses are those of the committed weights, the first of the seeds', () => {
		const all = held.flatMap((word) => {
			const ps = ask(trace, split(word));
			return guesses(word).map(({ right }, k) => ({ p: ps[k]!, right }));
		});
		const { bits, first, three } = scored(all);
		const row = weights.compared.find(({ name }) => name === '3 layers of 5')!;
		expect(row).toBe(weights.compared.at(-1));
		expect(bits).toBeCloseTo(row.bits[0]!, 10);
		expect([first, three]).toEqual([row.first[0], row.three[0]]);
		expect(all).toHaveLength(weights.heldOutLetters);
	});

	test('the bigrams are counts from the training words', () => {
		const n = classes.length;
		const counts = Array.from({ length: n }, () => Array<number>(n).fill(reference.smoothing));
		for (const { last, right } of trained.flatMap(guesses)) counts[last]![right]! += 1;
		const all = held.flatMap(guesses).map(({ last, right }) => {
			const sum = counts[last]!.reduce((a, b) => a + b, 0);
			return { p: counts[last]!.map((count) => count / sum), right };
		});
		const row = weights.compared[0]!;
		const { bits, first } = scored(all);
		expect(row.name).toBe('bigram counts');
		expect(bits).toBeCloseTo(row.bits[0]!, 10);
		expect(first).toBe(row.first[0]);
	});

	test('every network beats the bigrams, and three narrow layers beat no wide one', () => {
		const [bigrams, one, wide, three] = weights.compared.map(({ bits }) => bits);
		expect(Math.max(...one!, ...wide!, ...three!)).toBeLessThan(bigrams![0]!);
		expect(Math.max(...wide!)).toBeLessThan(Math.min(...three!));
		const spread = (bits: readonly number[]) => Math.max(...bits) - Math.min(...bits);
		expect(Math.abs(mean(three!) - mean(one!))).toBeLessThan(Math.min(spread(one!), spread(three!)));
		const rows = table(run().facts.compared).rows;
		expect(rows[3]![2]).toBeGreaterThan(rows[1]![2]!);
		expect(rows[3]![3]).toBeLessThan(rows[1]![3]!);
		for (const guess of [2, 3]) expect(rows[2]![guess]).toBeGreaterThan(rows[3]![guess]!);
		expect(weights.compared.map(({ parameters }) => parameters)).toEqual([729, 320, 455, 430]);
	});

	test('no layer remembers longest at every distance, and the second less than the first at each', () => {
		const memories = held.map((word) => {
			const tape = new Tape();
			network(tape, inputs(tape, split(word)), parameters(tape));
			return memory(tape.trace(), word.length);
		});
		for (const { back, words, norms } of weights.memory) {
			const long = memories.filter(([layer]) => layer!.length > back);
			expect(long).toHaveLength(words);
			close(
				norms.map((_, l) => mean(long.map((layers) => layers[l]!.at(-1 - back)!))),
				norms
			);
			expect(norms[1]).toBeLessThan(norms[0]!);
			if (back === 3 || back === 4) expect(norms[2]).toBeGreaterThan(norms[0]!);
			if (back === 5 || back === 6) expect(norms[2]).toBeLessThan(norms[0]!);
		}
	});
});

describe('layers', () => {
	const { trace, data, writer, facts } = run();

	test('three steps of three layers, each with weights of its own', () => {
		for (const l of [1, 2, 3])
			for (const t of [1, 2, 3])
				expect(find(trace.root, `forward/stacked rnn/layer ${l}/t = ${t}`), `${l}, ${t}`).not.toBeNull();
		expect((facts['layer parameters'] as FormulaFact).numbers).toMatch(/= 50 .* = 55 /);
		const all = [...trace.tensors.values()].filter(({ role }) => role === 'parameter');
		expect(all.reduce((n, { data }) => n + data.length, 0)).toBe(430);
		expect((facts.parameters as FormulaFact).numbers).toMatch(/= 430$/);
	});

	test('layer 2 reads the states of layer 1, and no letter', () => {
		const sum = trace.tensors.get('h2_l1.x')!;
		expect(sum.writer!.reads.map(({ name }) => name)).toEqual(['h2_l0', 'W_xh_l1']);
		expect(trace.tensors.get('h2_l1.h')!.writer!.reads.map(({ name }) => name)).toEqual(['h1_l1', 'W_hh_l1']);
	});

	test('all start from zeros', () => {
		for (const l of [0, 1, 2]) expect(data(`h0_l${l}`)).toEqual([0, 0, 0, 0, 0]);
	});

	test('a state waits for those below it and before it: wave t + l − 1', () => {
		expect(waves(trace, 3)).toEqual([
			[1, 2, 3],
			[2, 3, 4],
			[3, 4, 5]
		]);
		expect((facts['number of waves'] as FormulaFact).numbers).toMatch(/= 5 .* = 9$/);
	});

	test('a gradient comes from above and from the right, and is their sum', () => {
		expect(writer('h2_l1.grad:1')).toMatch('backward/stacked rnn/layer 3/t = 2/');
		expect(writer('h2_l1.grad:2')).toMatch('backward/stacked rnn/layer 2/t = 3/');
		const [above, right] = [data('h2_l1.grad:1'), data('h2_l1.grad:2')];
		close(
			data('h2_l1.grad'),
			above.map((value, k) => value + right[k]!)
		);
		const { rows } = table(facts['two directions']);
		rows.forEach(([one, other, sum]) => expect(sum).toBeLessThanOrEqual((one! + other!) * 1.01));
		expect(rows[2]![1]).toBe(0);
		expect(rows[2]![0]).toBe(rows[2]![2]);
	});

	test('the memory of a state of itself is √h', () => {
		expect(table(facts.memory).rows[2]).toEqual(Array(3).fill(Number(Math.sqrt(5).toPrecision(3))));
	});

	test('an edited weight of layer 2 leaves layer 1 as it is', () => {
		const edited = run({}, { W_xh_l1: [[0, 0]] });
		expect(edited.data('h3_l0')).toEqual(data('h3_l0'));
		expect(edited.data('h1_l1')).not.toEqual(data('h1_l1'));
		expect(edited.data('h1_l2')).not.toEqual(data('h1_l2'));
	});
});

describe('guesses', () => {
	test('probabilities add up to 1, and the five most probable are named in order', () => {
		const { data, facts } = run();
		expect(data('p3').reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
		const { names, rows } = table(facts.next);
		expect(names).toHaveLength(5);
		expect(rows[0]![0]).toBe(Number(Math.max(...data('p3')).toPrecision(3)));
		expect(classes[data('p3').indexOf(Math.max(...data('p3')))]).toBe(names![0]);
	});

	test.each([
		['car', 't'],
		['pla', 'nt'],
		['sho', 'rt']
	])('%s goes on with %s, and then the word is over', (word, added) => {
		const { trace, facts } = run({ word });
		expect(continued(trace, split(word))).toEqual([...added, END]);
		expect((facts.continuation as FormulaFact).numbers).toContain(`\\text{${word + added}}`);
	});

	test('the right answers are the typed letters, and then what was chosen', () => {
		expect(run().data('target')).toEqual([1, 18, 0]);
		expect(run({ next: 't' }).data('target')).toEqual([1, 18, 20]);
		const { data, facts } = run({ next: 't' });
		const { names, rows } = table(facts.loss);
		expect(names).toEqual(['c → a', 'a → r', 'r → t']);
		expect(mean(rows.map(([, loss]) => loss!))).toBeCloseTo(data('loss')[0]!, 2);
	});

	test('there are as many columns as letters', () => {
		for (const word of ['a', 'butterflyabc']) {
			const { trace } = run({ word });
			expect(find(trace.root, 'forward/output')).toHaveProperty('children.length', word.length);
		}
	});
});

describe('letters', () => {
	test('are read in lower case', () => {
		expect(run({ word: ' CAR ' }).data('p3')).toEqual(run().data('p3'));
	});

	test('that are unknown become <unk>, and are named', () => {
		expect(run({ word: 'café' }).data('letter4')).toEqual([0]);
		expect(note('café')).toBe('The network does not know “é”: it reads <unk> instead.');
		expect(note('car')).toBeNull();
	});

	test('that are none, too many, or several words, are refused in a sentence', () => {
		expect(check(' ')).toMatch(/^give at least one letter/);
		expect(check('a b')).toMatch(/^give a single word/);
		expect(check('abcdefghijklm')).toBe('it has 13 letters; give at most 12');
		expect(withParams(lesson, { word: '' }).problems).toEqual([
			'word is empty: give at least one letter, such as c.'
		]);
	});
});

describe('dropout between layers', () => {
	const none = run();

	test('of 0 leaves no trace, and inference changes no number', () => {
		expect(find(none.trace.root, 'forward/stacked rnn/dropout 1')).toBeNull();
		const inference = run({ dropout: 0.5, training: false });
		for (const name of ['p1', 'p2', 'p3', 'loss', 'W_hh_l0.grad', 'E.grad'])
			expect(inference.data(name), name).toEqual(none.data(name));
	});

	test('drops what goes up and nothing along time, and makes up for it', () => {
		const { data, trace, facts } = run({ dropout: 0.5, seed: 3 });
		for (const name of ['h1_l0', 'h2_l0', 'h3_l0', 'h1_l1', 'h2_l1', 'h3_l1'])
			data(`${name}.drop`).forEach((value, k) => expect([0, 2 * data(name)[k]!]).toContain(value));
		const reads = (name: string) => trace.tensors.get(name)!.writer!.reads[0]!.name;
		expect(reads('h2_l1.x')).toBe('h2_l0.drop');
		expect(reads('h2_l0.h')).toBe('h1_l0');
		const [now, inference] = table(facts.dropped).rows;
		expect(now![0]).toBeGreaterThan(0);
		expect(now![1]).toBe(30);
		expect(inference![2]).toBe(Number(none.data('loss')[0]!.toPrecision(3)));
		expect(num(now![2]!)).not.toBe(num(inference![2]!));
	});

	test('the same seed drops the same numbers', () => {
		const once = run({ dropout: 0.3, seed: 5 }).data('p3');
		expect(run({ dropout: 0.3, seed: 5 }).data('p3')).toEqual(once);
		expect(run({ dropout: 0.3, seed: 6 }).data('p3')).not.toEqual(once);
	});
});
