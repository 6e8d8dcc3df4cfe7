/** What an address says of the page of a program: the program, the update that is recorded, and how its trace is looked at. */
import { LONGEST, packCells, readLook, unpackCells, writeLook, type Look } from '#src/lesson/link.ts';
import type { Attached, Edit } from './messages.ts';
import { LONGEST_PROGRAM, packed, packedBytes, unpacked, unpackedBytes } from './link.ts';
import type { ProgramSession } from './session.svelte.ts';

export interface Link {
	/** Null where the address names none. */
	readonly program: string | null;
	/** Why the program that it names is not there; empty where nothing is wrong. */
	readonly problem: string;
	/** The first update that is recorded, from 0. */
	readonly update: number;
	readonly look: Look;
	/** Numbers in the place of the program's own. */
	readonly edits: readonly Edit[];
	/** Files that the program reads, and the names of those that were too large to come along. */
	readonly files: readonly Attached[];
	readonly absent: readonly string[];
}

/** Of a program that has not run. */
const NO_LOOK = { position: null, watches: [], overview: false, lecture: false, scenes: [] };

/** The names of an address that are not settings of a lesson. */
const [PROGRAM, LESSON, UPDATE, ABSENT] = ['program', 'lesson', 'from', 'attach'];
/** “file.points.csv=…”. */
const FILE = 'file.';
/** Names of files that a program finds beside it, and in no other folder. */
const FILE_NAME = /^[\w][\w .()+-]{0,99}$/;
/** So many files travel, and in a saved program so many letters of them. */
const MOST_FILES = 20;
const LONGEST_FILES = 100_000;

export async function readLink(search: string): Promise<Link> {
	const long = search.length > LONGEST + LONGEST_PROGRAM;
	const query = new URLSearchParams(long ? '' : search);
	const settings = settingsIn(query);
	const none = (problem: string): Link => ({ ...settings, program: null, problem });
	if (long) return none('This link is too long to be read: open the program from a file, or paste it here.');
	const [text, lesson] = [query.get(PROGRAM), query.get(LESSON)];
	if (text !== null) {
		const program = unpacked(text);
		return program === null
			? none('The program of this link cannot be read: it was cut or changed on its way. Ask for it again.')
			: { ...settings, program };
	}
	if (lesson === null) return none('');
	const { programOf } = await import('./ofLesson.ts');
	const program = await programOf(lesson, search);
	return program === null
		? none(`There is no lesson “${lesson.slice(0, 40)}” with a listing: choose one on the home page.`)
		: { ...settings, program };
}

/** All but the program. */
function settingsIn(query: URLSearchParams): Omit<Link, 'program'> {
	const update = Math.max(0, Math.floor(Number(query.get(UPDATE) ?? 1)) - 1) || 0;
	const names = (list: readonly string[]) => list.filter((name) => FILE_NAME.test(name)).slice(0, MOST_FILES);
	const given = names(
		[...query.keys()].flatMap((key) => (key.startsWith(FILE) ? [key.slice(FILE.length)] : []))
	);
	const files = given.flatMap((name) => {
		const bytes = unpackedBytes(query.get(FILE + name)!);
		return bytes ? [{ name, bytes }] : [];
	});
	const absent = names(query.getAll(ABSENT));
	return { problem: '', update, look: readLook(query, []), edits: editsIn(query), files, absent };
}

/** Files as far as there is room for them, the first ones first; of the others, their names. */
function writeFiles(query: URLSearchParams, files: readonly Attached[], room: number): void {
	for (const { name, bytes } of files) {
		if (!FILE_NAME.test(name)) continue;
		const text = packedBytes(bytes, room);
		if (text === null) query.append(ABSENT, name);
		else query.set(FILE + name, text);
		room -= text?.length ?? 0;
	}
}

/** What is to be attached by hand where a link or a saved program is opened; empty where nothing is. */
export const told = (absent: readonly string[]): string =>
	absent.length
		? `This program reads ${absent.join(', ')}, too large to come along with it: attach ${absent.length > 1 ? 'them' : 'it'} before it runs.`
		: '';

/** “edit.17=0:9”: the value that is made as the seventeenth has a 9 at its first place. */
const editsIn = (query: URLSearchParams): Edit[] =>
	[...query].flatMap(([name, text]) => {
		const id = /^edit\.([1-9]\d{0,8})$/.exec(name)?.[1];
		const cells = id ? unpackCells(text) : null;
		return cells ? [{ id: Number(id), cells }] : [];
	});

/** The same, of what is on the screen; empty where the program is too long for an address. */
export function linkOf(session: ProgramSession, theme: Look['theme']): string {
	const text = packed(session.program);
	if (text === null) return '';
	const query = new URLSearchParams({ [PROGRAM]: text });
	writeFiles(query, session.files, LONGEST_PROGRAM - text.length);
	writeSettings(query, session, theme);
	return query.toString();
}

function writeSettings(
	query: URLSearchParams,
	{ program, open, ran, breakpoints, edits }: ProgramSession,
	theme: Look['theme']
): void {
	const shown = open && ran === program ? open.player : null;
	if (!shown) return writeLook(query, { ...NO_LOOK, theme, breakpoints });
	const first = shown.trace.training?.at ?? 0;
	if (first > 0) query.set(UPDATE, String(first + 1));
	for (const { id, cells } of edits) query.set(`edit.${id}`, packCells(cells));
	const { position, watches, overview, lecture } = shown;
	const look = { position, theme, watches, breakpoints, overview };
	writeLook(query, { ...look, lecture: lecture.on, scenes: lecture.scenes });
}

/** In a file, the settings of the link are its last line. */
const COMMENT = '# backstep: ';

/** The program as a file, which any Python runs, with what a link would say beside it. */
export function fileOf(session: ProgramSession): string {
	const query = new URLSearchParams();
	writeFiles(query, session.files, LONGEST_FILES);
	writeSettings(query, session, null);
	const { program } = session;
	return query.size ? `${program}${program.endsWith('\n') ? '' : '\n'}${COMMENT}${query}\n` : program;
}

export function readFile(text: string): Link {
	const [all, settings] =
		/^# backstep: (.*)\n?$/m.exec(text.slice(text.lastIndexOf(`\n${COMMENT}`) + 1)) ?? [];
	if (settings === undefined || !text.endsWith(all!) || settings.length > LONGEST + LONGEST_FILES)
		return { program: text, ...settingsIn(new URLSearchParams()) };
	return { program: text.slice(0, -all!.length), ...settingsIn(new URLSearchParams(settings)) };
}

/** Brings a session to what a link says of its program. One with a place in its trace runs. */
export async function follow(session: ProgramSession, link: Link): Promise<void> {
	const { program, update, look, edits, files, absent } = link;
	if (program === null) return;
	session.program = program;
	const held = session.files.filter(({ name }) => !files.some((one) => one.name === name));
	session.files = [...held, ...files];
	session.problem = told(absent.filter((name) => !held.some((one) => one.name === name)));
	session.breakpoints = look.breakpoints;
	if (!look.position) return;
	await session.run(update, program, edits);
	session.open?.look(look, []);
}
