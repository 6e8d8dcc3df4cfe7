/**
 * What a learner did in an embed, as statements of xAPI 1.0.3 without an actor: the embed does not know who that is, so the
 * page around puts it in and sends them where it likes. Activities are named by their addresses on this site.
 */
import { plainText, type Tried } from '#src/questions/tried.ts';
import type { Results } from './results.ts';

const VERBS = {
	answered: 'http://adlnet.gov/expapi/verbs/answered',
	completed: 'http://adlnet.gov/expapi/verbs/completed',
	progressed: 'http://adlnet.gov/expapi/verbs/progressed'
} as const;
const LESSON = 'http://adlnet.gov/expapi/activities/lesson';
const INTERACTION = 'http://adlnet.gov/expapi/activities/cmi.interaction';
/** An extension of xAPI's own profiles: how much is done, in percent. */
const PROGRESS = 'https://w3id.org/xapi/cmi5/result/extensions/progress';
/** What it took: an extension of ours, beside the site's own addresses. */
const TRIES = 'tries';

type Text = Readonly<Record<'en', string>>;

interface Activity {
	readonly objectType: 'Activity';
	readonly id: string;
	readonly definition: {
		readonly name: Text;
		readonly description?: Text;
		readonly type: string;
		readonly interactionType?: 'other' | 'numeric';
	};
}

export interface Statement {
	readonly verb: { readonly id: string; readonly display: Text };
	readonly object: Activity;
	readonly result: {
		readonly success?: boolean;
		readonly completion?: boolean;
		readonly response?: string;
		readonly score?: { readonly scaled: number; readonly raw: number; readonly min: 0; readonly max: 100 };
		readonly extensions?: Readonly<Record<string, number>>;
	};
	readonly context?: { readonly contextActivities: { readonly parent: readonly Activity[] } };
	/** ISO 8601, UTC. */
	readonly timestamp: string;
}

/** A lesson by its title and its whole address. */
export interface Told {
	readonly title: string;
	readonly address: string;
}

const verb = (name: keyof typeof VERBS) => ({ id: VERBS[name], display: { en: name } });
const lessonOf = ({ title, address }: Told): Activity => ({
	objectType: 'Activity',
	id: address,
	definition: { name: { en: title }, type: LESSON }
});

/** An answer to a question, or that it was shown without any: no response then, and no success. */
export function answered(
	lesson: Told,
	{ question, given, correct, tries }: Tried,
	timestamp: string
): Statement {
	return {
		verb: verb('answered'),
		object: {
			objectType: 'Activity',
			id: `${lesson.address}#question-${question.id}`,
			definition: {
				name: { en: question.id },
				description: { en: plainText(question.prompt) },
				type: INTERACTION,
				interactionType: question.kind === 'number' ? 'numeric' : 'other'
			}
		},
		result: {
			success: correct ?? false,
			...(given !== null && given !== '' && { response: given }),
			extensions: { [`${lesson.address}#${TRIES}`]: tries }
		},
		context: { contextActivities: { parent: [lessonOf(lesson)] } },
		timestamp
	};
}

/** That the lesson is completed, with the score where something was asked. */
export function completed(lesson: Told, { score }: Results, timestamp: string): Statement {
	const raw = Math.round((score ?? 0) * 100);
	return {
		verb: verb('completed'),
		object: lessonOf(lesson),
		result: {
			completion: true,
			...(score !== null && { score: { scaled: score, raw, min: 0, max: 100 } })
		},
		timestamp
	};
}

/** How far one is, in whole percents. */
export function progressed(lesson: Told, { progress, completed }: Results, timestamp: string): Statement {
	return {
		verb: verb('progressed'),
		object: lessonOf(lesson),
		result: { completion: completed, extensions: { [PROGRESS]: Math.floor(progress * 100) } },
		timestamp
	};
}
