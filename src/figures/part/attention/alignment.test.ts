import { expect, test } from 'vitest';
import { find, Tape } from '#engine';
import { loadLesson } from '#lessons';
import { defaults } from '#lessons/params.ts';
import { alignmentIn, lookingAround, looksOf, orderOf } from './alignment.ts';

async function root(name: string) {
	const lesson = (await loadLesson(name))!;
	const tape = new Tape();
	lesson.build(tape, defaults(lesson));
	return tape.trace().root;
}

test.each(['bahdanau', 'luong'])(
	'%s: a row for each French step, a column for each English word',
	async (name) => {
		const { rows, columns } = alignmentIn(await root(name))!;
		expect(columns).toEqual(['i', 'love', 'you']);
		expect(rows.map(({ name }) => name)).toEqual(['<start>', 'je', "t'", 'aime']);
		for (const { weights } of rows) {
			expect(weights.data).toHaveLength(3);
			expect(Array.from(weights.data).reduce((a, b) => a + b)).toBeCloseTo(1, 12);
		}
	}
);

test.each(['seq2seq', 'rnn', 'stacked-rnn'])('%s has none', async (name) => {
	expect(alignmentIn(await root(name))).toBeNull();
});

test.each([
	['bahdanau', ['scores', 'softmax', 'context', 'gru']],
	['luong', ['gru', 'scores', 'softmax', 'context']]
])('%s looks in an order of its own', async (name, order) => {
	const { rows } = alignmentIn(await root(name))!;
	const parts = orderOf(rows[1]!).map(({ name }) => name);
	expect(parts.filter((part) => order.includes(part))).toEqual(order);
});

test('words of both languages are drawn for a decoder, its steps, and the parts in which they look', async () => {
	const trace = await root('bahdanau');
	const at = (name: string) => {
		const found = lookingAround(trace, find(trace, name)!);
		return found && (found.row?.name ?? 'all');
	};
	for (const phase of ['forward', 'backward']) {
		expect(at(`${phase}/decoder`)).toBe('all');
		for (const part of ['', '/scores', '/softmax', '/context'])
			expect(at(`${phase}/decoder/t = 2${part}`), part).toBe('je');
		for (const other of ['/decoder/t = 2/gru', '/decoder/t = 2/output', '/encoder', ''])
			expect(at(phase + other), other).toBeNull();
	}
});

test.each(['bahdanau', 'luong'])(
	'%s: on the way back a line is the gradient of a score, and those of a step add up to 0',
	async (name) => {
		const alignment = alignmentIn(await root(name))!;
		const looks = looksOf(alignment, null, true, () => true);
		expect(looks.map(({ one }) => one)).toEqual(alignment.rows);
		for (const { one, numbers } of looks) {
			expect(numbers.gradientOf).toBe(one.weights.writer!.call.xs[0]);
			// Softmax does not change where all scores rise alike.
			expect(Array.from(numbers.data).reduce((a, b) => a + b)).toBeCloseTo(0, 12);
		}
	}
);

test('of steps that the way back has not reached there is no line, and of the current one what has come so far', async () => {
	const alignment = alignmentIn(await root('bahdanau'))!;
	const [first, , , last] = alignment.rows;
	const reached = new Set([last!.weights.grad, first!.weights.grad]);
	const looks = looksOf(alignment, last!, true, (tensor) => reached.has(tensor));
	expect(looks.map(({ numbers, settled }) => [numbers, settled])).toEqual([[last!.weights.grad, false]]);
});
