/**
 * What a learner has done: which lessons were opened, which questions answered and how. It is kept by this browser only; a
 * file takes it elsewhere (record.ts). Where storage is refused, it lasts for the visit.
 */
import { keep, kept } from '#src/ui/kept.ts';
import { better, now, read, together, write, type Answered, type Outcome, type Visited } from './record.ts';

const KEY = 'backstep-progress';

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
	/** Each lesson that was opened. */
	lessons = $state.raw<ReadonlyMap<string, Visited>>(new Map());
	/** The lesson that was opened last. */
	last = $state<string | null>(null);
	readonly #key: string | null;

	/** `key` is where the browser keeps it; with null it lasts for the visit, as in another page's frame. */
	constructor(key: string | null = KEY) {
		this.#key = key;
		const before = key && kept(key);
		if (before) this.#read(before);
		// Another tab goes on with the same course.
		globalThis.addEventListener?.('storage', (event) => {
			if (key === null || (event.key !== key && event.key !== null)) return;
			this.#forget();
			if (event.newValue) this.#read(event.newValue);
		});
	}

	answer(lesson: string, question: string): Answered | null {
		const questions = this.lessons.get(lesson)?.questions ?? {};
		return Object.hasOwn(questions, question) ? questions[question]! : null;
	}

	outcome(lesson: string, question: string): Outcome | null {
		return this.answer(lesson, question)?.outcome ?? null;
	}

	/** A question that is asked no more does not count. */
	done(lesson: string, questions: readonly string[]): Done {
		const outcomes = questions.map((question) => this.outcome(lesson, question)).filter(Boolean);
		const seen = outcomes.filter((outcome) => outcome === 'shown').length;
		return { answered: outcomes.length - seen, seen };
	}

	open(lesson: string): void {
		if (!this.lessons.has(lesson)) this.#set([[lesson, { opened: now(), questions: {} }]]);
		this.last = lesson;
		this.#keep();
	}

	/**
	 * The first answer stays: who answers again has seen it. So has who was shown it, but an answer counts for more. `tries`
	 * counts the answers that were given, with this one.
	 */
	note(lesson: string, question: string, outcome: Outcome, tries: number): void {
		const before = this.outcome(lesson, question);
		const after = before === 'shown' && outcome === 'right' ? 'later' : outcome;
		const { opened, questions } = this.lessons.get(lesson) ?? { opened: now(), questions: {} };
		const noted = { [question]: { outcome: after, tries, at: now() } };
		this.#set([[lesson, { opened, questions: better(questions, noted) }]]);
		this.#keep();
	}

	clear(): void {
		this.#forget();
		this.#write();
	}

	/** As a file, of these lessons alone where some are given; `asked` as in record.ts. */
	text(
		learner = '',
		asked?: ReadonlyMap<string, readonly string[]>,
		only: readonly string[] = [...this.lessons.keys()]
	): string {
		const { last } = this;
		const lessons = new Map([...this.lessons].filter(([name]) => only.includes(name)));
		return write(
			{ learner, saved: now(), last: last !== null && lessons.has(last) ? last : null, lessons },
			asked
		);
	}

	/** Adds what a file holds to what is there. A sentence says what is wrong with it; null where it was read. */
	add(text: string): string | null {
		const problem = this.#read(text);
		if (!problem) this.#keep();
		return problem;
	}

	#read(text: string): string | null {
		const file = read(text);
		if (typeof file === 'string') return file;
		this.#set(Array.from(file.lessons, ([name, then]) => [name, together(this.lessons.get(name), then)]));
		if (file.last !== null) this.last ??= file.last;
		return null;
	}

	#set(entries: readonly (readonly [string, Visited])[]): void {
		this.lessons = new Map([...this.lessons, ...entries]);
	}

	/** What another tab has kept since is kept as well. */
	#keep(): void {
		if (this.#key === null) return;
		const { last } = this;
		const before = kept(this.#key);
		if (before) this.#read(before);
		this.last = last;
		this.#write();
	}

	#write(): void {
		if (this.#key !== null) keep(this.#key, this.text());
	}

	#forget(): void {
		this.lessons = new Map();
		this.last = null;
	}
}

export const progress = new Progress();
