/** The course as its pages show it: every lesson in its place, with what it takes and what comes before and after it. */
import { lessonNames, loadLesson, type Lesson } from '#lessons';
import { families } from '#lessons/course.ts';
import { blocks } from '#src/text/notes.server.ts';
import { minutesOf } from './minutes.ts';

export interface Stop {
	readonly name: string;
	readonly title: string;
	/** Its place in the course, from 1. */
	readonly place: number;
	/** Null while the lesson is still to come. */
	readonly there: {
		readonly summary: string;
		readonly minutes: number;
		/** The names of the questions that it asks. */
		readonly questions: readonly string[];
	} | null;
}

export interface Stretch {
	readonly title: string;
	readonly stops: readonly Stop[];
}

/** Where a lesson stands in the course. */
export interface Standing {
	readonly name: string;
	/** The names of the questions that it asks. */
	readonly questions: readonly string[];
	readonly place: number;
	/** How many lessons the course has. */
	readonly of: number;
	readonly minutes: number;
	readonly previous: Link | null;
	readonly next: Link | null;
	readonly needs: readonly Link[];
	readonly afterwards: readonly string[];
	/** The course of somebody's own along which one goes; nothing in the usual one. */
	readonly own?: Own;
}

export interface Own {
	readonly name: string;
	/** Of its page, below the site. */
	readonly path: string;
	/** With its question mark: a lesson's address with it leads on along the course. */
	readonly query: string;
}

export interface Link {
	readonly name: string;
	readonly title: string;
}

const texts = import.meta.glob<string>('/lessons/*/text.md', { query: '?raw', import: 'default' });

interface Taken {
	readonly minutes: number;
	readonly questions: readonly string[];
}

/** Of each lesson once: its text has hundreds of equations, which are set to find its questions. */
const taken = new Map<string, Promise<Taken>>();

function takes(name: string): Promise<Taken> {
	let found = taken.get(name);
	if (!found) taken.set(name, (found = measure(name)));
	return found;
}

async function measure(name: string): Promise<Taken> {
	const text = (await texts[`/lessons/${name}/text.md`]?.()) ?? '';
	const questions = blocks(text).flatMap((block) => (block.kind === 'question' ? [block.question.id] : []));
	return { minutes: Math.round(minutesOf(text, questions.length)), questions };
}

/** All lessons, by family, in the order in which they are best taken; those without a folder are still to come. */
export async function course(): Promise<readonly Stretch[]> {
	const there = new Map<string, Lesson>();
	for (const name of lessonNames) there.set(name, (await loadLesson(name))!);
	const planned = new Set<string>(families.flatMap(({ lessons }) => lessons.map(([name]) => name)));
	const others = (title: string) =>
		[...there]
			.filter(([name, { family }]) => family === title && !planned.has(name))
			.map(([name, lesson]) => [name, lesson.title] as const);
	let place = 0;
	const stretches: Stretch[] = [];
	for (const { title, lessons } of families) {
		const stops: Stop[] = [];
		for (const [name, announced] of [...lessons, ...others(title)]) {
			const lesson = there.get(name);
			stops.push({
				name,
				title: lesson?.title ?? announced,
				place: ++place,
				there: lesson ? { summary: lesson.summary, ...(await takes(name)) } : null
			});
		}
		stretches.push({ title, stops });
	}
	return stretches;
}

export async function standing(name: string, { needs, afterwards }: Lesson): Promise<Standing> {
	const stops = (await course()).flatMap(({ stops }) => stops);
	const open = stops.filter(({ there }) => there);
	const at = open.findIndex((stop) => stop.name === name);
	const link = (stop: Stop | undefined): Link | null =>
		stop ? { name: stop.name, title: stop.title } : null;
	return {
		name,
		questions: open[at]!.there!.questions,
		place: open[at]!.place,
		of: stops.length,
		minutes: open[at]!.there!.minutes,
		previous: link(open[at - 1]),
		next: link(open[at + 1]),
		needs: needs.flatMap((need) => link(open.find((stop) => stop.name === need)) ?? []),
		afterwards
	};
}
