/**
 * How far somebody is in an embedded lesson, as its page around may keep it: counts, a score, and a state that brings the
 * embed back to where it was. The state is the lesson's own link with the answers beside it; a page that opens the embed
 * again puts it behind the # of the address. It comes from outside then, and is read like any link.
 */
import { OUTCOMES, type Answers, type Outcome } from '#src/questions/record.ts';

export interface Results {
	/** Questions that were answered by the learner, in whatever try. */
	readonly answered: number;
	/** Those of them that were right at the first try. */
	readonly right: number;
	/** Questions that were only shown the answer of. */
	readonly seen: number;
	/** How many are asked. */
	readonly of: number;
	/** The share that was right at the first try, 0 to 1; null where nothing is asked. */
	readonly score: number | null;
	/** The share of questions that are dealt with; where nothing is asked, of steps. 0 to 1. */
	readonly progress: number;
	/** Whether each question was answered or shown; where nothing is asked, whether the last step was reached. */
	readonly completed: boolean;
	/** At most LONGEST_STATE characters. */
	readonly state: string;
}

/** What SCORM 2004 lets a platform keep, in its third edition; 1.2 keeps 4,096 characters. */
export const LONGEST_STATE = 4000;

/** `asked` are the questions' names, `furthest` the share of the steps that was reached, `link` the lesson's own link. */
export function resultsOf(
	asked: readonly string[],
	answers: Answers,
	furthest: number,
	link: string
): Results {
	const outcomes = asked.flatMap((id) => (Object.hasOwn(answers, id) ? [answers[id]!.outcome] : []));
	const count = (outcome: Outcome) => outcomes.filter((one) => one === outcome).length;
	const of = asked.length;
	const right = count('right');
	return {
		answered: right + count('later'),
		right,
		seen: count('shown'),
		of,
		score: of ? right / of : null,
		progress: of ? outcomes.length / of : furthest,
		completed: of ? outcomes.length === of : furthest >= 1,
		state: stateOf(link, answers)
	};
}

const ANSWER = 'answer.';

/** Where the link is too long for a state, the step alone is kept; where that is, the answers. */
export function stateOf(link: string, answers: Answers): string {
	const said = Object.entries(answers).map(
		([id, { outcome, tries }]) => `${ANSWER}${id}=${outcome}${tries === null ? '' : `:${tries}`}`
	);
	const step = link.split('&').filter((field) => /^(step|depth)=/.test(field));
	const ways = [link.split('&'), step, []].map((fields) => [...fields.filter(Boolean), ...said].join('&'));
	return ways.find((state) => state.length <= LONGEST_STATE) ?? '';
}

/** The lesson's link in a state, and the answers; what cannot be read is left out. */
export function readState(state: string): { readonly link: string; readonly answers: Answers } {
	const fields = state.length > LONGEST_STATE ? [] : state.split('&').filter(Boolean);
	const answers = fields.flatMap((field) => {
		const [, id, outcome, tries] =
			/^answer\.([a-z][a-z0-9-]{0,80})=([a-z]+)(?::(\d{1,6}))?$/.exec(field) ?? [];
		if (!id || !(OUTCOMES as readonly string[]).includes(outcome!)) return [];
		return [
			[
				id,
				{ outcome: outcome as Outcome, tries: tries === undefined ? null : Number(tries), at: null }
			] as const
		];
	});
	return {
		link: fields.filter((field) => !field.startsWith(ANSWER)).join('&'),
		answers: Object.fromEntries(answers)
	};
}
