/**
 * A link holds everything that makes a screen: the lesson's parameters, edited values, the step and how finely it is
 * looked at. Links come from anywhere, so each part is checked, and what cannot be restored is said in a sentence.
 */
import { find, type Edits, type Grain, type Node, type Position, type Trace } from '#engine';
import { withParams, type Lesson } from '#lessons';
import type { Params } from '#lessons/lesson.ts';
import {
	breakpointOf,
	MOST_BREAKPOINTS,
	textOf,
	type Breakpoint
} from '#src/tools/breakpoints/breakpoint.ts';
import { MOST_SCENES, sceneOf, textOf as sceneText, type Scene } from '#src/tools/lecture/scene.ts';
import { MOST_WATCHES } from '#src/tools/watch/most.ts';
import { landmarkOf, stepsTo } from './landmark.ts';

export interface Screen extends Look {
	readonly params: Params;
	readonly edits: Edits;
}

/** What a link says that was read: in the place of a step, it may name a part, which is still there when steps have moved. */
export interface Link extends Screen {
	readonly part: string | null;
	/** Where the step lies, by name (landmark.ts); null where the link names its number alone. */
	readonly landmark: string | null;
	readonly problems: string[];
}

/** How a trace is looked at, whatever it is a trace of. */
export interface Look {
	/** Null where the link names no step: it opens as usual then. */
	readonly position: Position | null;
	readonly theme: 'light' | 'dark' | null;
	readonly watches: readonly string[];
	readonly breakpoints: readonly Breakpoint[];
	/** Whether the whole network is shown. */
	readonly overview: boolean;
	/** Whether the picture fills the window, and the scenes that a lecture goes through. */
	readonly lecture: boolean;
	readonly scenes: readonly Scene[];
}

/** Browsers and servers carry so much; above it a link is not made, and not read. */
export const LONGEST = 8192;

const EDIT = 'edit.';
const [NETWORK, LECTURE] = ['network', 'lecture'];

/** Of the trace that is given, the step is named too, not only counted. */
export function write(lesson: Lesson, screen: Screen, trace?: Trace): string {
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries(screen.params)) {
		const usual = lesson.controls[name]!.value;
		if (JSON.stringify(value) !== JSON.stringify(usual))
			query.set(name, typeof value === 'string' ? value : JSON.stringify(value));
	}
	for (const [name, cells] of Object.entries(screen.edits))
		if (cells.length) query.set(EDIT + name, packCells(cells));
	writeLook(query, screen);
	const landmark = screen.position && trace && landmarkOf(trace, screen.position.done);
	if (landmark) query.set('step', `${screen.position.done}@${landmark}`);
	return legible(query);
}

/** A query whose step and names are read as they are: what needs no escape there has none. */
export const legible = (query: URLSearchParams): string =>
	query
		.toString()
		.replace(/(?<=^|&)(step|hide|course)=[^&]*/g, (text) =>
			text.replaceAll('%40', '@').replaceAll('%2F', '/').replaceAll('%3A', ':').replaceAll('%2C', ',')
		);

export function writeLook(query: URLSearchParams, look: Look): void {
	if (look.position) {
		query.set('step', String(look.position.done));
		query.set('depth', String(look.position.grain));
	}
	if (look.theme) query.set('theme', look.theme);
	for (const text of look.watches) query.append('watch', text);
	if (look.overview) query.append('view', NETWORK);
	if (look.lecture) query.append('view', LECTURE);
	for (const scene of look.scenes) query.append('scene', sceneText(scene));
	for (const breakpoint of look.breakpoints) query.append('break', textOf(breakpoint));
}

export function read(lesson: Lesson, search: string): Link {
	const problems: string[] = [];
	if (search.length > LONGEST) {
		problems.push(
			`This link is ${search.length} characters long, and ${LONGEST} is the most that can be read: the lesson opens as usual.`
		);
		return { ...read(lesson, ''), problems };
	}
	const query = new URLSearchParams(search);
	const given: Record<string, unknown> = {};
	const edits: Record<string, [number, number][]> = {};
	for (const [name, text] of query) {
		if (['step', 'depth', 'part', 'theme', 'watch', 'break', 'view', 'scene', 'course'].includes(name))
			continue;
		if (name.startsWith(EDIT)) {
			const cells = unpackCells(text);
			const tensor = name.slice(EDIT.length);
			if (cells && /^[A-Za-z][\w.]*$/.test(tensor) && !Object.hasOwn(Object.prototype, tensor))
				edits[tensor] = cells;
			else
				problems.push(
					`The edited values of "${tensor.slice(0, 40)}" in this link cannot be read: the lesson's own values are used.`
				);
		} else {
			given[name] = valueOf(lesson, name, text);
		}
	}
	const checked = withParams(lesson, given);
	problems.push(...checked.problems);
	const step = query.get('step');
	const part = step === null ? query.get('part') : null;
	const [, landmark = null] = /^\d+@(.*)$/s.exec(step ?? '') ?? [];
	return { params: checked.params, edits, ...readLook(query, problems), part, landmark, problems };
}

export function readLook(query: URLSearchParams, problems: string[]): Look {
	const position = readPosition(query, problems);
	const theme = query.get('theme');
	if (theme !== null && theme !== 'light' && theme !== 'dark')
		problems.push(`This link asks for the theme "${theme.slice(0, 40)}", but there are only light and dark.`);
	const shown = query.getAll('view');
	const strange = shown.find((view) => view !== NETWORK && view !== LECTURE);
	if (strange !== undefined)
		problems.push(
			`This link asks for the view "${strange.slice(0, 40)}", but there are only ${NETWORK} and ${LECTURE}, beside what one looks at.`
		);
	return {
		position,
		overview: shown.includes(NETWORK),
		lecture: shown.includes(LECTURE),
		scenes: readScenes(query, problems),
		theme: theme === 'light' || theme === 'dark' ? theme : null,
		watches: query.getAll('watch').slice(0, MOST_WATCHES),
		breakpoints: readBreakpoints(query, problems)
	};
}

function readScenes(query: URLSearchParams, problems: string[]): Scene[] {
	const texts = query.getAll('scene');
	const bad = texts.find((text) => !sceneOf(text, grainOf));
	if (bad !== undefined)
		problems.push(`This link has a scene "${bad.slice(0, 40)}", which names no step: it is left out.`);
	if (texts.length > MOST_SCENES)
		problems.push(`This link has ${texts.length} scenes: the first ${MOST_SCENES} are kept.`);
	return texts.flatMap((text) => sceneOf(text, grainOf) ?? []).slice(0, MOST_SCENES);
}

function readBreakpoints(query: URLSearchParams, problems: string[]): Breakpoint[] {
	const texts = query.getAll('break');
	const bad = texts.find((text) => !breakpointOf(text));
	if (bad !== undefined)
		problems.push(
			`This link has a breakpoint "${bad.slice(0, 40)}", which is of no known kind: it is left out.`
		);
	if (texts.length > MOST_BREAKPOINTS)
		problems.push(`This link has ${texts.length} breakpoints: the first ${MOST_BREAKPOINTS} are set.`);
	return texts.flatMap((text) => breakpointOf(text) ?? []).slice(0, MOST_BREAKPOINTS);
}

/** A choice and a text are written as they are, everything else as JSON. */
function valueOf(lesson: Lesson, name: string, text: string): unknown {
	const control = Object.hasOwn(lesson.controls, name) ? lesson.controls[name] : undefined;
	if (!control || control.kind === 'choice' || control.kind === 'text') return text;
	try {
		const value = JSON.parse(text) as unknown;
		// 1e400 is none that can be computed with: it is refused as it was written.
		return typeof value === 'number' && !Number.isFinite(value) ? text : value;
	} catch {
		return text;
	}
}

/** The part that a link names, and what there is to say where the trace has none of that name. */
export function partIn(
	{ root }: Trace,
	{ part }: Pick<Link, 'part'>
): { readonly node: Node | null; readonly problems: readonly string[] } {
	const node = part === null ? null : find(root, part);
	const missing = part !== null && !node;
	return {
		node,
		problems: missing
			? [
					`This link names the part "${part.slice(0, 60)}", which this trace does not have: it opens where it usually does.`
				]
			: []
	};
}

/** The position that a link names, in a trace that may have grown since it was written. */
export function positionIn(
	trace: Trace,
	{ position, landmark }: Pick<Link, 'position' | 'landmark'>
): Position | null {
	const done = landmark === null ? null : stepsTo(trace, landmark);
	return position && done !== null ? { ...position, done } : position;
}

/** What there is to say of a link whose step the trace does not have. */
export const beyond = (
	{ steps }: { readonly steps: number },
	position: Position | null
): readonly string[] =>
	position && position.done > steps
		? [`This link names step ${position.done}, but the trace has ${steps} steps: it opens at the last one.`]
		: [];

function readPosition(query: URLSearchParams, problems: string[]): Position | null {
	const [step, depth] = [query.get('step'), query.get('depth')];
	if (step === null) {
		if (depth !== null)
			problems.push(
				`This link says how closely to look ("${depth.slice(0, 40)}") but names no step: it opens where it usually does.`
			);
		return null;
	}
	const [number] = step.split('@', 1) as [string];
	const done = Number(number);
	if (!/^\d{1,15}$/.test(number)) {
		problems.push(
			`This link names step "${step.slice(0, 40)}", which is not a whole number: it opens where it usually does.`
		);
		return null;
	}
	const grain = grainOf(depth);
	if (grain === null)
		problems.push(
			`This link looks at "${depth!.slice(0, 40)}", but one can look at op, cell, step, or a depth such as 1.`
		);
	return { done, grain: grain ?? 'cell' };
}

/** A depth as it stands in a link or a message; null where it is none. */
export function grainOf(depth: string | null): Grain | null {
	if (depth === null) return 'cell';
	if (depth === 'op' || depth === 'cell' || depth === 'step') return depth;
	return /^[1-9]\d?$/.test(depth) ? Number(depth) : null;
}

/** A drawing is all cells from 0 in 255ths: bytes in base64. Other edits are "cell:value" in a row. */
export function packCells(cells: Edits[string]): string {
	const inOrder = cells.every(([cell], k) => cell === k);
	const bytes = cells.map(([, value]) => Math.round(value * 255));
	if (
		inOrder &&
		cells.length > 16 &&
		cells.every(([, value], k) => value === bytes[k]! / 255 && bytes[k]! >= 0 && bytes[k]! <= 255)
	) {
		return `b64.${btoa(String.fromCharCode(...bytes))
			.replaceAll('+', '-')
			.replaceAll('/', '_')
			.replaceAll('=', '')}`;
	}
	return cells.map(([cell, value]) => `${cell}:${Object.is(value, -0) ? '-0' : value}`).join('~');
}

export function unpackCells(text: string): [number, number][] | null {
	if (text.startsWith('b64.')) {
		try {
			const bytes = atob(text.slice(4).replaceAll('-', '+').replaceAll('_', '/'));
			return Array.from(bytes, (c, k) => [k, c.charCodeAt(0) / 255]);
		} catch {
			return null;
		}
	}
	const cells = text.split('~').map((item) => /^(\d{1,7}):(-?\d+(?:\.\d+)?(?:e[+-]?\d{1,3})?)$/.exec(item));
	if (cells.some((match) => !match || !Number.isFinite(Number(match[2])))) return null;
	return cells.map((match) => [Number(match![1]), Number(match![2])]);
}
