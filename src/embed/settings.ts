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
	readonly worksheet?: { readonly count: number; readonly seed: number } | null;
}

const OWN = ['controls', 'until', 'hide', 'predict', 'worksheet'] as const;

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

/** The settings, and what is left of the address for the lesson's link; of an address longer than `longest`, none. */
export function readSettings(
	lesson: Settable,
	search: string,
	longest = LONGEST
): EmbedSettings & { rest: string; problems: string[] } {
	const problems: string[] = [];
	// The link says what is wrong with an address of this length.
	const query = unpacked(new URLSearchParams(search.length > longest ? '' : search));
	const [controls, until, hide, predict, worksheet] = OWN.map((name) => query.get(name));
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
	const names = (hide ?? '').split(',').filter(Boolean);
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
		rest: search.length > longest ? search : query.toString(),
		problems
	};
}

/** The settings as they stand in an address, beside the lesson's own link. */
export function writeSettings(
	{ controls, until, hide, predict, worksheet }: EmbedSettings,
	link: string
): string {
	const query = new URLSearchParams(link);
	if (controls !== 'full') query.set('controls', controls);
	if (until !== null) query.set('until', String(until));
	if (hide.length) query.set('hide', hide.join(','));
	if (predict) query.set('predict', '1');
	if (worksheet) query.set('worksheet', `${worksheet.count}:${worksheet.seed}`);
	return legible(query);
}
