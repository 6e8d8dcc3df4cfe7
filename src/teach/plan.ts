/** A lesson cut to the time that a class has: which sections are taken, and what is left of the time. */
import type { Section } from './guide.server.ts';

/** Class hours that plans are made for, in minutes. */
export const HOURS = [20, 45, 90] as const;

/** A worksheet takes about so long, in minutes. */
export const WORKSHEET = 15;

export interface Plan {
	readonly minutes: number;
	/** In the order of the text. */
	readonly taken: readonly Section[];
	/** What there is no time for. */
	readonly left: readonly Section[];
	readonly worksheet: boolean;
	/** Lessons of the course that are taken as well, whole. */
	readonly then: readonly After[];
	/** Minutes that nothing fills. */
	readonly over: number;
}

/** A lesson that comes later in the course. */
export interface After {
	readonly name: string;
	readonly title: string;
	readonly minutes: number;
}

/**
 * The beginning is always taken, then sections that ask something, since a class answers together and reads alone, then the
 * others: each in the order of the text, where it fits. What remains is for a worksheet, then for the lessons that follow.
 */
export function planOf(sections: readonly Section[], minutes: number, after: readonly After[]): Plan {
	let over = minutes;
	const take = (time: number): boolean => {
		if (time > over) return false;
		over -= time;
		return true;
	};
	const [first, ...rest] = sections;
	const asking = rest.filter(({ questions }) => questions.length);
	const reading = rest.filter(({ questions }) => !questions.length);
	const chosen = new Set([first!, ...asking, ...reading].filter((section) => take(section.minutes)));
	const left = sections.filter((section) => !chosen.has(section));
	const worksheet = !left.length && take(WORKSHEET);
	const then: After[] = [];
	if (worksheet)
		for (const lesson of after) {
			if (!take(lesson.minutes)) break;
			then.push(lesson);
		}
	return {
		minutes,
		taken: sections.filter((section) => chosen.has(section)),
		left,
		worksheet,
		then,
		over: Math.floor(over)
	};
}
