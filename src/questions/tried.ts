/** What is told of an answer to whoever listens: an embed passes it on to the page around. */
import type { Question, Said } from './question.ts';

export interface Tried {
	readonly question: Question;
	/** The answer in words or numbers; null where the right one was shown without any. */
	readonly given: string | null;
	readonly correct: boolean | null;
	/** How many answers were given, with this one. */
	readonly tries: number;
	/** Whether the question is over: answered, or shown. */
	readonly over: boolean;
}

/** A sentence of the site without its markup; of an equation what MathML holds, once. */
export function plainText(html: Said): string {
	const { body } = new DOMParser().parseFromString(html, 'text/html');
	for (const twice of body.querySelectorAll('.katex-html, annotation')) twice.remove();
	return body.textContent.replace(/\s+/g, ' ').trim();
}
