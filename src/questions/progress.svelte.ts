/**
 * What a learner has done: which lessons were opened, which questions answered and how. It is kept by this browser only; a
 * file takes it elsewhere. Where storage is refused, it lasts for the visit.
 */
import { keep } from '#src/ui/kept.ts';

/** How a question ended: right at once, otherwise answered, or shown without an answer. */
export const OUTCOMES = ['right', 'later', 'shown'] as const;
export type Outcome = (typeof OUTCOMES)[number];

const KEY = 'backstep-progress';
const FORMAT = 'backstep-progress-1';
/** More than any course has: a file with more was not made here. */
const MOST = 5000;

/** A name as lessons and questions have one. */
const NAME = /^[a-z][a-z0-9-]{0,80}$/;

type Outcomes = Readonly<Record<string, Outcome>>;

/** What was noted first, but an answer rather than what was only shown. */
function better(first: Outcomes, then: Outcomes): Outcomes {
	const answers = Object.entries(first).filter(
		([name, how]) => how !== 'shown' || !Object.hasOwn(then, name)
	);
	return { ...then, ...Object.fromEntries(answers) };
}

/** What has been done of a lesson. */
export interface Done {
	readonly answered: number;
	/** Of how many the answer was only shown. */
	readonly seen: number;
}

/** "2 answered, 1 only seen". */
export const inWords = ({ answered, seen }: Done): string =>
	`${answered} answered${seen ? `, ${seen} only seen` : ''}`;

export class Progress {
	/** For each lesson that was opened, its questions. */
	lessons = $state.raw<ReadonlyMap<string, Outcomes>>(new Map());
	/** The lesson that was opened last. */
	last = $state<string | null>(null);

	constructor() {
		try {
			const kept = globalThis.localStorage?.getItem(KEY);
			if (kept) this.#read(kept);
		} catch {
			// Refused; or this is no browser, which builds a page.
		}
		// Another tab goes on with the same course.
		globalThis.addEventListener?.('storage', ({ key, newValue }) => {
			if (key !== KEY && key !== null) return;
			this.#forget();
			if (newValue) this.#read(newValue);
		});
	}

	outcome(lesson: string, question: string): Outcome | null {
		return this.lessons.get(lesson)?.[question] ?? null;
	}

	/** A question that is asked no more does not count. */
	done(lesson: string, questions: readonly string[]): Done {
		const outcomes = questions.map((question) => this.outcome(lesson, question)).filter(Boolean);
		const seen = outcomes.filter((outcome) => outcome === 'shown').length;
		return { answered: outcomes.length - seen, seen };
	}

	open(lesson: string): void {
		if (!this.lessons.has(lesson)) this.#set([[lesson, {}]]);
		this.last = lesson;
		this.#keep();
	}

	/** The first answer stays: who answers again has seen it. So has who was shown it, but an answer counts for more. */
	note(lesson: string, question: string, outcome: Outcome): void {
		const before = this.outcome(lesson, question);
		const after = before === 'shown' && outcome === 'right' ? 'later' : outcome;
		this.#set([[lesson, better(this.lessons.get(lesson) ?? {}, { [question]: after })]]);
		this.#keep();
	}

	clear(): void {
		this.#forget();
		this.#write();
	}

	/** As a file. */
	text(): string {
		const { last, lessons } = this;
		return JSON.stringify({ format: FORMAT, last, lessons: Object.fromEntries(lessons) }, null, '\t');
	}

	/** Adds what a file holds to what is there. A sentence says what is wrong with it; null where it was read. */
	add(text: string): string | null {
		const problem = this.#read(text);
		if (!problem) this.#keep();
		return problem;
	}

	#read(text: string): string | null {
		let file: { format?: unknown; last?: unknown; lessons?: unknown } | null;
		try {
			file = JSON.parse(text) as typeof file;
		} catch {
			return 'This file is no JSON: choose one that was saved here.';
		}
		const { format, last, lessons } = file ?? {};
		if (format !== FORMAT || typeof lessons !== 'object' || lessons === null || Array.isArray(lessons))
			return 'This file holds no progress: choose one that was saved here.';
		const entries = Object.entries(lessons as Record<string, unknown>);
		if (entries.length > MOST) return `This file names ${entries.length} lessons, more than any course has.`;
		const found: [string, Record<string, Outcome>][] = [];
		for (const [lesson, questions] of entries) {
			if (!NAME.test(lesson) || typeof questions !== 'object' || questions === null)
				return `This file names a lesson ${JSON.stringify(lesson.slice(0, 40))}, which is none: choose one that was saved here.`;
			const known = Object.entries(questions).filter(
				(entry): entry is [string, Outcome] =>
					NAME.test(entry[0]) && (OUTCOMES as readonly unknown[]).includes(entry[1])
			);
			found.push([lesson, Object.fromEntries(known)]);
		}
		this.#set(
			found.map(([lesson, questions]) => [lesson, better(this.lessons.get(lesson) ?? {}, questions)])
		);
		if (typeof last === 'string' && this.lessons.has(last)) this.last ??= last;
		return null;
	}

	#set(entries: readonly (readonly [string, Outcomes])[]): void {
		this.lessons = new Map([...this.lessons, ...entries]);
	}

	/** What another tab has kept since is kept as well. */
	#keep(): void {
		try {
			const { last } = this;
			const kept = localStorage.getItem(KEY);
			if (kept) this.#read(kept);
			this.last = last;
		} catch {
			// Refused.
		}
		this.#write();
	}

	#write(): void {
		keep(KEY, this.text());
	}

	#forget(): void {
		this.lessons = new Map();
		this.last = null;
	}
}

export const progress = new Progress();
