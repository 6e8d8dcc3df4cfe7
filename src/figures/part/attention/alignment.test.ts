import { expect, test } from 'vitest';
import { Tape } from '#engine';
import { loadLesson } from '#lessons';
import { defaults } from '#lessons/params.ts';
import { alignmentIn } from './alignment.ts';

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
