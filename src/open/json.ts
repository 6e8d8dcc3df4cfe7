/**
 * JSON that somebody else wrote. How deep it goes is counted before anything is read. A key that stands twice in an
 * object, of which JavaScript would keep the last, and keys that would reach into JavaScript's own objects are refused
 * wherever they stand.
 */
import { fail } from '#engine/errors.ts';

export const DEEPEST = 32;

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** `what` is read: the subject of a sentence. */
export function parse(text: string, what = 'This file'): unknown {
	if (!text.trim()) fail('value', `${what} is empty: choose the file of a trace`);
	const { open, twice } = scan(text, what);
	let data: unknown;
	try {
		data = JSON.parse(text);
	} catch (problem) {
		fail('value', whyNoJSON(text, what, open, String(problem)));
	}
	if (twice !== null)
		fail('name', `${what} has the key "${shortened(twice)}" twice in one object: leave one of the two out`);
	refuseKeys(data, what);
	return data;
}

interface Scan {
	/** Whether a bracket or a text is still open where the file ends. */
	readonly open: boolean;
	/** The first key that an object has twice. */
	readonly twice: string | null;
}

/** Goes through the brackets and texts of a file before it is read. Throws where it is nested too deeply. */
function scan(text: string, what: string): Scan {
	/** For each bracket that is open: the keys of the object so far; null for a list. */
	const around: (Set<string> | null)[] = [];
	let twice: string | null = null;
	const bracket = /["[\]{}]/g;
	for (let found = bracket.exec(text); found; found = bracket.exec(text)) {
		if (found[0] === '"') {
			const end = endOfString(text, found.index + 1);
			if (end < 0) return { open: true, twice };
			bracket.lastIndex = end + 1;
			const keys = around.at(-1);
			if (!keys || !isKey(text, end + 1)) continue;
			const key = unescaped(text.slice(found.index, end + 1));
			if (keys.has(key)) twice ??= key;
			keys.add(key);
		} else if (found[0] === '{' || found[0] === '[') {
			if (around.push(found[0] === '{' ? new Set() : null) > DEEPEST)
				fail('value', `${what} is nested more than ${DEEPEST} levels deep, and no trace needs that many`);
		} else around.pop();
	}
	return { open: around.length > 0, twice };
}

/** Whether a colon follows, after spaces. */
function isKey(text: string, at: number): boolean {
	while (text[at] === ' ' || text[at] === '\n' || text[at] === '\t' || text[at] === '\r') at++;
	return text[at] === ':';
}

/** A text as it is meant: "\u0061" is "a". What is no JSON stays as it stands, and is refused later. */
function unescaped(quoted: string): string {
	if (!quoted.includes('\\')) return quoted.slice(1, -1);
	try {
		return JSON.parse(quoted) as string;
	} catch {
		return quoted;
	}
}

const shortened = (key: string) => (key.length > 60 ? `${key.slice(0, 60)}…` : key);

/** The closing quote: one that an even number of backslashes stands before. */
function endOfString(text: string, from: number): number {
	for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
		let slashes = 0;
		while (text[at - 1 - slashes] === '\\' && at - 1 - slashes >= from) slashes++;
		if (slashes % 2 === 0) return at;
	}
	return -1;
}

function whyNoJSON(text: string, what: string, open: boolean, problem: string): string {
	if (!/^\s*[{[]/.test(text))
		return `${what} is not JSON: choose one that “Save” on a lesson or backstep_torch.py wrote`;
	const bare = /[[,:]\s*(-?(?:NaN|Infinity|inf|nan))\s*[\],}]/.exec(text)?.[1];
	if (bare)
		return `JSON has no ${bare}: write it as a text, "${bare}", or save the trace with backstep_torch.py`;
	if (open) return `${what} ends too early: it was cut off, so save or copy it once more`;
	// Not every browser says where.
	const position = /position (\d+)/.exec(problem)?.[1];
	if (!position) return `${what} is not JSON: open it in an editor that shows where, and mend it there`;
	const before = text.slice(0, Number(position)).split('\n');
	return `${what} is not JSON at line ${before.length}, character ${before.at(-1)!.length + 1}: mend it there`;
}

function refuseKeys(value: unknown, what: string): void {
	if (typeof value !== 'object' || value === null) return;
	if (Array.isArray(value)) {
		for (const item of value) if (typeof item === 'object') refuseKeys(item, what);
		return;
	}
	for (const [key, item] of Object.entries(value)) {
		if (FORBIDDEN.has(key))
			fail('name', `${what} has a key "${key}", which no trace needs: give it another name`);
		refuseKeys(item, what);
	}
}
