/**
 * The address of an embedded lesson: what a lesson's own link holds (src/lesson/link.ts), and what of the page is shown.
 * It may come from anywhere: what cannot be used is said in a sentence, and the rest is used.
 */
import { listed } from '#engine/lists.ts';
import type { Lesson } from '#lessons';
import { legible, LONGEST } from '#src/lesson/link.ts';

export const CONTROLS = ['full', 'mini', 'none'] as const;
export type Shown = (typeof CONTROLS)[number];

export interface EmbedSettings {
	/** All controls of the lesson and its moves; back, over and play alone; or nothing but figure and sentence. */
	readonly controls: Shown;
	/** The last step that can be reached; null for the trace's own end. */
	readonly until: number | null;
	/** Controls of the lesson that are not shown. */
	readonly hide: readonly string[];
	/** Whether it opens with a question about the next cell. */
	readonly predict: boolean;
	/** Numbers of the part that it opens at, to be worked out by hand, in the place of the player; null where it plays. */
	readonly worksheet: { readonly count: number; readonly seed: number } | null;
	/** Questions of the lesson that stand under it, by name; all of them, or none where it is null. */
	readonly questions: 'all' | readonly string[] | null;
	/** What the page around is told of what somebody does, beside steps. */
	readonly report: readonly Reported[];
	/** The origin of the page around, which alone is spoken to then; null for any. */
	readonly host: string | null;
}

/** How far one is (results.ts), and what one did, in xAPI's words (statements.ts). */
export const REPORTED = ['progress', 'xapi'] as const;
export type Reported = (typeof REPORTED)[number];

/** An embed whose address says nothing. */
export const USUAL: EmbedSettings = {
	controls: 'full',
	until: null,
	hide: [],
	predict: false,
	questions: null,
	report: [],
	host: null,
	worksheet: null
};

const OWN = ['controls', 'until', 'hide', 'predict', 'questions', 'report', 'host', 'worksheet'] as const;
/** What is an embed's alone, and means nothing on the page of the lesson itself. */
export const EMBED_ONLY: readonly string[] = OWN;

/** As a page's own `location.origin` has it. */
const ORIGIN = /^https?:\/\/[a-z0-9.[\]:-]{1,255}$/i;
/** As questions are named. */
const NAME = /^[a-z][a-z0-9-]{0,80}$/;
/** "6" or "6:3": how many numbers, and which sheet of them. */
const SHEET = /^([1-9]|1\d|2[0-6])(?::(\d{1,5}))?$/;

/** The picture pad is a control too. */
export const PICTURE = 'picture';

/** A lesson, or something else that has no controls. */
export type Settable = Pick<Lesson, 'controls' | 'picture'>;

/** What can be hidden, with its label. */
export const hideable = (lesson: Settable): readonly (readonly [name: string, label: string])[] => [
	...Object.entries(lesson.controls).map(([name, { label }]) => [name, label] as const),
	...(lesson.picture ? [[PICTURE, lesson.picture.label] as const] : [])
];

/** `link` is the query of a page as one value, for a host that answers oEmbed and copies it as it was asked for. */
function unpacked(query: URLSearchParams): URLSearchParams {
	const link = query.get('link');
	query.delete('link');
	for (const [name, value] of new URLSearchParams(link ?? '')) query.append(name, value);
	return query;
}

const listIn = (text: string | null | undefined): readonly string[] =>
	(text ?? '').split(',').filter(Boolean);

/** The settings, and what is left of the address for the lesson's link; of an address longer than `longest`, none. */
export function readSettings(
	lesson: Settable,
	search: string,
	longest = LONGEST
): EmbedSettings & { rest: string; problems: string[] } {
	const problems: string[] = [];
	// The link says what is wrong with an address of this length.
	const query = unpacked(new URLSearchParams(search.length > longest ? '' : search));
	const [controls, until, hide, predict, questions, report, host, worksheet] = OWN.map((name) =>
		query.get(name)
	);
	for (const name of OWN) query.delete(name);
	const shown = CONTROLS.find((one) => one === (controls ?? 'full'));
	if (!shown)
		problems.push(
			`This embed asks for controls "${controls!.slice(0, 40)}", but there are only ${listed(CONTROLS)}.`
		);
	const whole = until == null || /^\d{1,15}$/.test(until);
	if (!whole)
		problems.push(
			`This embed ends at step "${until.slice(0, 40)}", which is not a whole number: all steps can be reached.`
		);
	if (predict != null && predict !== '1')
		problems.push(
			`This embed asks for predict "${predict.slice(0, 40)}", but it is 1 or left out: it opens without a question.`
		);
	const sheet = worksheet == null ? null : SHEET.exec(worksheet);
	if (worksheet != null && !sheet)
		problems.push(
			`This embed asks for a worksheet "${worksheet.slice(0, 40)}", but it is how many numbers to work out, 1 to 26, such as worksheet=6, or 6:2 for sheet 2.`
		);
	const asked = listIn(questions);
	const misnamed = asked.find((name) => !NAME.test(name));
	if (misnamed !== undefined)
		problems.push(
			`This embed asks question "${misnamed.slice(0, 40)}", which is no name of one: give all, or names with commas between.`
		);
	const told = listIn(report);
	const untold = told.find((name) => !(REPORTED as readonly string[]).includes(name));
	if (untold !== undefined)
		problems.push(
			`This embed is to report "${untold.slice(0, 40)}", but there are only ${listed(REPORTED)}: it is left out.`
		);
	const named = host == null || ORIGIN.test(host);
	if (!named)
		problems.push(
			`This embed names the host "${host.slice(0, 40)}", which is no origin such as https://example.org: it reports nothing.`
		);
	const names = listIn(hide);
	const known = hideable(lesson).map(([name]) => name);
	const unknown = names.find((name) => !known.includes(name));
	if (unknown !== undefined)
		problems.push(
			`This embed hides "${unknown.slice(0, 40)}", which is no control of this ${known.length ? `lesson: it has ${listed(known)}` : 'program: it has none'}.`
		);
	return {
		controls: shown ?? 'full',
		until: whole && until != null ? Number(until) : null,
		hide: known.filter((name) => names.includes(name)),
		predict: predict === '1',
		worksheet: sheet && { count: Number(sheet[1]), seed: Number(sheet[2] ?? 1) },
		questions:
			questions == null ? null : questions === 'all' ? 'all' : asked.filter((name) => NAME.test(name)),
		// What was meant for one page goes to none other.
		report: named ? REPORTED.filter((name) => told.includes(name)) : [],
		host: named ? (host ?? null) : null,
		rest: search.length > longest ? search : query.toString(),
		problems
	};
}

/** What there is to say where no lesson is embedded, and the address asks for what only lessons have. */
export const lessonsOnly = ({ questions, report }: EmbedSettings): readonly string[] =>
	questions !== null || report.length
		? ['This embed asks for questions or reports, which only a lesson has: they are left out.']
		: [];

/** The settings as they stand in an address, beside the lesson's own link; what is left out is as usual. */
export function writeSettings(settings: Partial<EmbedSettings>, link: string): string {
	const { controls, until, hide, predict, questions, report, host, worksheet } = { ...USUAL, ...settings };
	const query = new URLSearchParams(link);
	if (controls !== 'full') query.set('controls', controls);
	if (until !== null) query.set('until', String(until));
	if (hide.length) query.set('hide', hide.join(','));
	if (predict) query.set('predict', '1');
	if (questions === 'all' || questions?.length)
		query.set('questions', questions === 'all' ? questions : questions.join(','));
	if (report.length) query.set('report', report.join(','));
	if (host !== null) query.set('host', host);
	if (worksheet) query.set('worksheet', `${worksheet.count}:${worksheet.seed}`);
	return legible(query);
}
