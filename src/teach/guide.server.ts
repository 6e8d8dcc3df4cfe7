/** What a lesson holds for those who teach it: its sections with their questions, what people get wrong, its worksheets. */
import { find, pathName } from '#engine';
import { defaults, type Lesson } from '#lessons';
import { minutesOf } from '#src/course/minutes.ts';
import { runAside } from '#src/lesson/run.ts';
import type { Question, Said } from '#src/questions/question.ts';
import { blocks, sentence } from '#src/text/notes.server.ts';
import { worksheet } from '#src/tools/paper/worksheet.ts';

/** From one heading of the text to the next. */
export interface Section {
	/** HTML. */
	readonly title: Said;
	/** Not rounded. */
	readonly minutes: number;
	/** The names of its questions. */
	readonly questions: readonly string[];
}

export interface Guide {
	readonly sections: readonly Section[];
	readonly questions: readonly Question[];
	/** Wrong answers that have a sentence of their own, each with the name of its question. */
	readonly misconceptions: readonly { readonly question: string; readonly say: Said }[];
	/** Paths of the parts that the text speaks of and that a worksheet can be made from. */
	readonly worksheets: readonly string[];
}

const IN_FENCE = /^```question\s+(\S+)/gm;

export function guideOf(lesson: Lesson, text: string): Guide {
	const all = blocks(text);
	const questions = all.flatMap((block) => (block.kind === 'question' ? [block.question] : []));
	return {
		sections: sectionsOf(text),
		questions,
		misconceptions: questions.flatMap((question) => saysOf(question)),
		worksheets: worksheetsOf(lesson, new Set(all.flatMap(({ scope }) => scope ?? [])))
	};
}

/** The text before the first heading belongs to the title. */
export function sectionsOf(text: string): Section[] {
	return text.split(/^(?=## )/m).map((part) => {
		const questions = [...part.matchAll(IN_FENCE)].map(([, name]) => name!);
		return {
			title: part.startsWith('## ') ? sentence(part.slice(3, part.indexOf('\n'))) : 'The beginning',
			minutes: minutesOf(part, questions.length),
			questions
		};
	});
}

function saysOf(question: Question): Guide['misconceptions'] {
	const says =
		question.kind === 'choice'
			? [...question.usual, ...question.options].map(({ say }) => say)
			: question.usual.map(({ say }) => say);
	// A sentence with numbers of a run is said in the lesson alone, where there is a run.
	return says.flatMap((say) => (say && !say.includes('data-value') ? [{ question: question.id, say }] : []));
}

function worksheetsOf(lesson: Lesson, scopes: ReadonlySet<string>): string[] {
	const { root } = runAside(lesson, defaults(lesson), {});
	return [...scopes].flatMap((scope) => {
		const node = find(root, scope);
		return node && worksheet(node, 1, 1) ? [pathName(node)] : [];
	});
}
