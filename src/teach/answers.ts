/** Answers for the page of a lesson's guide. What runs lessons is fetched when somebody asks for them. */
import type { Trace } from '#engine';
import type { OnPaper } from '#src/questions/onPaper.ts';
import type { Question } from '#src/questions/question.ts';

/** Traces of settings that questions of one lesson share; another lesson's are let go. */
let of = '';
let runs = new Map<string, Trace>();

export async function answerOf(name: string, question: Question): Promise<OnPaper> {
	const [{ loadLesson }, { onPaper }, { loadParser }] = await Promise.all([
		import('#lessons'),
		import('#src/questions/onPaper.ts'),
		import('#src/tools/watch/syntax.ts')
	]);
	const [lesson, parse] = await Promise.all([loadLesson(name), loadParser()]);
	if (name !== of) [of, runs] = [name, new Map()];
	// One after the other: what is shown already stays alive between them.
	await new Promise((done) => setTimeout(done));
	return onPaper(lesson!, question, parse, runs);
}
