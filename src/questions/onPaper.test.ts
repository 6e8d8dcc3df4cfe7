import { beforeAll, describe, expect, test } from 'vitest';
import { loadLesson } from '#lessons';
import { blocks } from '#src/text/notes.server.ts';
import { loadParser, type Parse } from '#src/tools/watch/syntax.ts';
import { onPaper } from './onPaper.ts';

const texts = import.meta.glob<string>('/lessons/*/text.md', {
	query: '?raw',
	import: 'default',
	eager: true
});

let parse: Parse;
beforeAll(async () => {
	parse = await loadParser();
});

async function printed(name: string, id: string) {
	const found = blocks(texts[`/lessons/${name}/text.md`]!).flatMap((block) =>
		block.kind === 'question' && block.question.id === id ? [block.question] : []
	)[0]!;
	return onPaper((await loadLesson(name))!, found, parse, new Map());
}

test('a cell: nobody clicks on paper, and the answer is a place', async () => {
	const { prompt, answer } = await printed('pooling', 'last-window');
	expect(prompt).toContain('Mark it in the input');
	// The 5 of the last window, to which PyTorch's max_pool2d sends the gradient.
	expect(answer).toBe('The input: row 2, column 3');
});

test('a number: with what is set, an edited cell among it', async () => {
	const { settings, answer } = await printed('pooling', 'outlier');
	expect(settings).toContain('the input, row 1, column 1 = 60');
	// The window 1, 3, 4, 6 has the mean 3.5; with 60 in the place of 6 it is 17.
	expect(answer).toBe('17');
});

test('one of the named places of a row: its words are printed', async () => {
	const { options, settings, answer } = await printed('rnn', 'a-word-alone');
	expect(options.length).toBe(3);
	expect(options).toContain(answer);
	expect(settings).toContain('bites');
});

test('a task: one way to do it', async () => {
	const { answer, settings } = await printed('seq2seq', 'find-the-colour');
	expect(settings).toContain('16');
	expect(answer).toMatch(/^For example .*32/);
});

describe('every question has an answer on paper', () => {
	test.each(['convolution', 'rnn', 'normalization', 'self-attention', 'text-pipeline'])(
		'%s',
		async (name) => {
			const lesson = (await loadLesson(name))!;
			const runs = new Map();
			for (const block of blocks(texts[`/lessons/${name}/text.md`]!)) {
				if (block.kind !== 'question') continue;
				const one = onPaper(lesson, block.question, parse, runs);
				expect(one.prompt).not.toMatch(/\bclick/i);
				expect(`${one.answer} ${one.why} ${one.settings}`, block.question.id).not.toMatch(
					/undefined|NaN|data-value/
				);
				expect(one.answer).not.toBe('');
			}
		}
	);
});
