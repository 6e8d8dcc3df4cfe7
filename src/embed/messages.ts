/**
 * What an embedded lesson and the page around it say to each other, over postMessage. Every message names its version.
 * What comes in may come from anyone: a command is taken from an allow-list, field by field, its numbers are clamped,
 * and whatever else is in the message is never looked at. No message carries HTML, code or an expression.
 */
import type { Grain, TraceFile } from '#engine';
import { grainOf } from '#src/lesson/link.ts';
import type { Results } from './results.ts';
import type { Statement } from './statements.ts';

export const VERSION = 1;

/** Step indices stay exact up to here. */
const MOST_STEPS = 1e15;
/** A command has at most four fields; a message with many more is none. */
const MOST_FIELDS = 8;
/** The longest text that a command can use: the id of a question. A command is far below the 256 KB of the limits. */
const LONGEST_TEXT = 64;

/** From the page around to the lesson. */
export type Command =
	| { readonly type: 'hello' | 'next' | 'back' | 'pause' | 'reset' }
	| { readonly type: 'goto'; readonly step: number; readonly depth: Grain | null }
	/** Parts a second; null leaves the speed as it is. */
	| { readonly type: 'play'; readonly speed: number | null }
	| { readonly type: 'exportTrace' | 'snapshot'; readonly id: string };

/** From the lesson to the page around. */
export type Report =
	| { readonly type: 'ready'; readonly lesson: string; readonly step: number; readonly steps: number }
	| { readonly type: 'step'; readonly step: number; readonly steps: number; readonly text: string }
	| { readonly type: 'height'; readonly height: number }
	/** A prediction that was checked. */
	| {
			readonly type: 'answer';
			readonly step: number;
			readonly prompt: string;
			readonly given: string;
			readonly correct: boolean;
			readonly value: number;
	  }
	/** A key that was pressed and is of no use to the lesson, as the browser's own event names it. */
	| {
			readonly type: 'key';
			readonly key: string;
			readonly code: string;
			readonly keyCode: number;
			readonly shiftKey: boolean;
	  }
	| { readonly type: 'complete'; readonly step: number; readonly steps: number }
	/** How far somebody is, where the address asks for it. */
	| ({ readonly type: 'progress' } & Results)
	/** What was done, where the address asks for statements of xAPI. */
	| { readonly type: 'statement'; readonly statement: Statement }
	| { readonly type: 'error'; readonly message: string; readonly id?: string }
	| { readonly type: 'reply'; readonly id: string; readonly value: TraceFile | string };

/** The command in a message; null where it holds none. */
export function readCommand(data: unknown): Command | null {
	const fields = flat(data);
	if (!fields || fields.get('backstep') !== VERSION) return null;
	const type = fields.get('type');
	switch (type) {
		case 'hello':
		case 'next':
		case 'back':
		case 'pause':
		case 'reset':
			return { type };
		case 'goto': {
			const step = number(fields.get('step'), 0, MOST_STEPS);
			const depth = fields.get('depth') ?? null;
			return step === null
				? null
				: { type, step: Math.floor(step), depth: depth === null ? null : grainOf(String(depth)) };
		}
		case 'play':
			return { type, speed: number(fields.get('speed'), 0.5, 32) };
		case 'exportTrace':
		case 'snapshot': {
			const id = fields.get('id');
			return typeof id === 'string' ? { type, id } : null;
		}
		default:
			return null;
	}
}

/** The fields of a plain object that holds only a few short texts, numbers and truth values; null for all else. */
function flat(data: unknown): Map<string, string | number | boolean> | null {
	if (typeof data !== 'object' || data === null || Object.getPrototypeOf(data) !== Object.prototype)
		return null;
	const fields = new Map<string, string | number | boolean>();
	for (const name in data) {
		// Leaves at the first field too many: a message may have millions.
		if (fields.size >= MOST_FIELDS || !Object.hasOwn(data, name)) return null;
		const value = (data as Record<string, unknown>)[name];
		if (value === undefined || value === null) continue;
		if (
			typeof value === 'string' ? value.length > LONGEST_TEXT : !['number', 'boolean'].includes(typeof value)
		)
			return null;
		fields.set(name, value as string | number | boolean);
	}
	return fields;
}

function number(value: unknown, least: number, most: number): number | null {
	return typeof value !== 'number' || Number.isNaN(value) ? null : Math.max(least, Math.min(most, value));
}

/** Whom one speaks to: any page, unless the address names the origin of the one around. */
let host = '*';

/** From now on, what is said reaches the page around only if it is of this origin, and it is obeyed only then. */
export function speakTo(origin: string): void {
	host = origin;
}

/** To the page around, if there is one. What is said is on the screen anyway, so any page may hear it. */
export function tell(report: Report): void {
	if (window.parent === window) return;
	window.parent.postMessage({ backstep: VERSION, ...report }, host);
	// Learning platforms know this one; it is theirs, and has no version.
	if (report.type === 'height')
		window.parent.postMessage({ subject: 'lti.frameResize', height: report.height }, host);
}

/** A frame that is not on the screen is drawn seldom; it hears after so many milliseconds. */
const UNSEEN_MS = 50;

/**
 * Obeys the page around, and no other window, until the returned function is called. What comes before the frame is drawn
 * next is obeyed at once, so that hundreds of commands in a row are drawn once.
 */
export function listen(obey: (command: Command) => void): () => void {
	const heard: Command[] = [];
	let drawn = 0;
	let late: ReturnType<typeof setTimeout> | undefined;
	const forget = () => {
		cancelAnimationFrame(drawn);
		clearTimeout(late);
	};
	const act = () => {
		forget();
		for (const command of heard.splice(0)) obey(command);
	};
	const hear = (event: MessageEvent) => {
		if (window.parent === window || event.source !== window.parent) return;
		if (host !== '*' && event.origin !== host) return;
		const command = readCommand(event.data);
		if (!command || heard.push(command) > 1) return;
		drawn = requestAnimationFrame(act);
		late = setTimeout(act, UNSEEN_MS);
	};
	window.addEventListener('message', hear);
	return () => {
		forget();
		window.removeEventListener('message', hear);
	};
}
