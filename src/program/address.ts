/** What an address says of the page of a program: the program, the update that is recorded, and how its trace is looked at. */
import { LONGEST, packCells, readLook, unpackCells, writeLook, type Look } from '#src/lesson/link.ts';
import type { Edit } from './messages.ts';
import { LONGEST_PROGRAM, packed, unpacked } from './link.ts';
import type { ProgramSession } from './session.svelte.ts';

interface Link {
	/** Null where the address names none. */
	readonly program: string | null;
	/** Why the program that it names is not there; empty where nothing is wrong. */
	readonly problem: string;
	/** The first update that is recorded, from 0. */
	readonly update: number;
	readonly look: Look;
	/** Numbers in the place of the program's own. */
	readonly edits: readonly Edit[];
}

/** Of a program that has not run. */
const NO_LOOK = { position: null, watches: [], overview: false, lecture: false, scenes: [] };

/** The names of an address that are not settings of a lesson. */
const [PROGRAM, LESSON, UPDATE] = ['program', 'lesson', 'from'];

export async function readLink(search: string): Promise<Link> {
	const long = search.length > LONGEST + LONGEST_PROGRAM;
	const query = new URLSearchParams(long ? '' : search);
	const look = readLook(query, []);
	const update = Math.max(0, Math.floor(Number(query.get(UPDATE) ?? 1)) - 1) || 0;
	const edits = editsIn(query);
	const none = (problem: string): Link => ({ program: null, problem, update, look, edits: [] });
	if (long) return none('This link is too long to be read: open the program from a file, or paste it here.');
	const [text, lesson] = [query.get(PROGRAM), query.get(LESSON)];
	if (text !== null) {
		const program = unpacked(text);
		return program === null
			? none('The program of this link cannot be read: it was cut or changed on its way. Ask for it again.')
			: { program, problem: '', update, look, edits };
	}
	if (lesson === null) return none('');
	const { programOf } = await import('./ofLesson.ts');
	const program = await programOf(lesson, search);
	return program === null
		? none(`There is no lesson “${lesson.slice(0, 40)}” with a listing: choose one on the home page.`)
		: { program, problem: '', update, look, edits: [] };
}

/** “edit.17=0:9”: the value that is made as the seventeenth has a 9 at its first place. */
const editsIn = (query: URLSearchParams): Edit[] =>
	[...query].flatMap(([name, text]) => {
		const id = /^edit\.([1-9]\d{0,8})$/.exec(name)?.[1];
		const cells = id ? unpackCells(text) : null;
		return cells ? [{ id: Number(id), cells }] : [];
	});

/** The same, of what is on the screen; empty where the program is too long for an address. */
export function linkOf(
	{ program, open, ran, breakpoints, edits }: ProgramSession,
	theme: Look['theme']
): string {
	const text = packed(program);
	if (text === null) return '';
	const query = new URLSearchParams({ [PROGRAM]: text });
	const shown = open && ran === program ? open.player : null;
	const first = shown?.trace.training?.at ?? 0;
	if (first > 0) query.set(UPDATE, String(first + 1));
	for (const { id, cells } of shown ? edits : []) query.set(`edit.${id}`, packCells(cells));
	if (shown) {
		const { position, watches, overview, lecture } = shown;
		const look = { position, theme, watches, breakpoints, overview };
		writeLook(query, { ...look, lecture: lecture.on, scenes: lecture.scenes });
	} else writeLook(query, { ...NO_LOOK, theme, breakpoints });
	return query.toString();
}
