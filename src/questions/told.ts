/** What the right answer to a question is, in words, as HTML. */
import { plain } from '#engine';
import { listed } from '#engine/lists.ts';
import { capital, the, where } from '#engine/words.ts';
import { safe } from '#src/text/safe.ts';
import type { Judge } from './judge.ts';
import type { Question, Said } from './question.ts';

/** So many right cells are named. */
export const FEW = 6;

/** What there is to choose from; nothing where an answer is not chosen. */
export function optionsOf(question: Question, judge: Judge): readonly Said[] {
	if (question.kind === 'choice') return question.options.map(({ name }) => name);
	return question.kind === 'among' ? judge.names(question.row).map(safe) : [];
}

/** Of a task there is none: the run itself is the answer. */
export function rightAnswer(question: Exclude<Question, { kind: 'task' }>, judge: Judge): Said {
	switch (question.kind) {
		case 'number':
			return plain(judge.values(question.right).data[0]!);
		case 'choice':
		case 'among': {
			const names = optionsOf(question, judge);
			return listed(judge.answers(question).right.map((k) => names[k]!.replace(/\.$/, '')));
		}
		case 'cell': {
			const tensor = judge.trace.tensors.get(question.tensor)!;
			const cells = judge.answers(question).right.map((cell) => safe(where(tensor, cell)));
			return `${capital(safe(the(tensor)))}: ${apart(cells)}`;
		}
	}
}

/** Cells beside each other: what has a comma in it, as "row 0, column 3", is kept apart by more than another comma. */
function apart(cells: readonly Said[]): Said {
	if (cells.length < 3 || !cells.some((cell) => cell.includes(','))) return listed(cells, FEW);
	const named = cells.slice(0, cells.length > FEW ? FEW - 1 : cells.length);
	return [...named, ...(named.length < cells.length ? [`and ${cells.length - named.length} more`] : [])].join(
		'; '
	);
}

/**
 * Why it is so, with the right answer before it where the reason does not name it. Who has answered rightly has given a
 * number, or pointed at a cell, and knows it; what was chosen has gone with its button.
 */
export function reason(question: Question, judge: Judge, right: boolean): Said {
	const why = judge.say(question.why);
	if (question.kind === 'task' || (right && (question.kind === 'number' || question.kind === 'cell')))
		return why;
	const answer = rightAnswer(question, judge);
	return names(bare(why), bare(answer)) ? why : `The answer: ${answer}. ${why}`;
}

/** Whether a text has these words as words of their own: 1 does not stand in "0.1", nor in "11". */
function names(text: string, words: string): boolean {
	for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
		const [before, after] = [text.slice(0, at), text.slice(at + words.length)];
		if (!/[\p{L}\d−-]$|\d[.,]$/u.test(before) && !/^[\p{L}\d]|^[.,]\d/u.test(after)) return true;
	}
	return false;
}

/** Its letters alone. */
const bare = (html: Said): string =>
	html
		.replace(/<[^>]*>/g, '')
		.replace(/\s+/g, ' ')
		.toLowerCase();
