/**
 * A course of somebody's own: lessons, their order and a name, in an address. It may come from anywhere: what cannot be
 * used is said in a sentence, and the rest is used.
 */
export interface Syllabus {
	readonly name: string;
	/** Names of lessons, each once. */
	readonly lessons: readonly string[];
}

/** Characters that a course's name may have. */
export const LONGEST_NAME = 80;

/** What an address holds; all lessons in their usual order where it names none. */
export function readSyllabus(
	search: string,
	known: readonly string[]
): Syllabus & { readonly problems: readonly string[] } {
	const query = new URLSearchParams(search);
	const problems: string[] = [];
	const given = query.get('name') ?? '';
	if (given.length > LONGEST_NAME)
		problems.push(
			`The name of this course has ${given.length} characters: the first ${LONGEST_NAME} are shown.`
		);
	const asked = (query.get('lessons') ?? '').split(',').filter(Boolean);
	const strange = asked.filter((name) => !known.includes(name));
	if (strange.length)
		problems.push(
			`This link names ${strange.length === 1 ? 'a lesson' : `${strange.length} lessons`} that there is not, such as "${strange[0]!.slice(0, 40)}": ${strange.length === 1 ? 'it is' : 'they are'} left out.`
		);
	const lessons = [...new Set(asked.filter((name) => known.includes(name)))];
	return { name: given.slice(0, LONGEST_NAME), lessons: lessons.length ? lessons : known, problems };
}

/** The same course as one text, which a lesson's own address holds while one goes along it. */
export const asText = ({ name, lessons }: Syllabus): string => `${lessons.join(',')}${name && `:${name}`}`;

/** The course in such a text. */
export function fromText(text: string, known: readonly string[]): ReturnType<typeof readSyllabus> {
	const [, lessons = '', name = ''] = /^([^:]*):?(.*)$/s.exec(text) ?? [];
	return readSyllabus(new URLSearchParams({ lessons, name }).toString(), known);
}

/** A query, without its question mark. */
export function writeSyllabus({ name, lessons }: Syllabus): string {
	const query = new URLSearchParams();
	if (name) query.set('name', name);
	query.set('lessons', lessons.join(','));
	return query.toString().replaceAll('%2C', ',');
}

/** The same with one lesson moved by `by` places; it stays where there is no such place. */
export function moved(lessons: readonly string[], name: string, by: number): readonly string[] {
	const from = lessons.indexOf(name);
	const to = from + by;
	if (from < 0 || to < 0 || to >= lessons.length) return lessons;
	const others = lessons.filter((other) => other !== name);
	return [...others.slice(0, to), name, ...others.slice(to)];
}
