/**
 * JSON that somebody else wrote. How deep it goes is counted before anything is read, and keys that would reach into
 * JavaScript's own objects are refused wherever they stand.
 */
import { fail } from '#engine/errors.ts';

export const DEEPEST = 32;

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

export function parse(text: string): unknown {
	if (!text.trim()) fail('value', 'This file is empty: choose the file of a trace');
	const open = openAtTheEnd(text);
	let data: unknown;
	try {
		data = JSON.parse(text);
	} catch (problem) {
		fail('value', whyNoJSON(text, open, String(problem)));
	}
	refuseKeys(data);
	return data;
}

/** What is still open where the text ends: "{", "[" or a quote. Throws where it is nested too deeply. */
function openAtTheEnd(text: string): boolean {
	let depth = 0;
	const bracket = /["[\]{}]/g;
	for (let found = bracket.exec(text); found; found = bracket.exec(text)) {
		if (found[0] === '"') {
			const end = endOfString(text, found.index + 1);
			if (end < 0) return true;
			bracket.lastIndex = end + 1;
		} else if (found[0] === '{' || found[0] === '[') {
			if (++depth > DEEPEST)
				fail('value', `This file is nested more than ${DEEPEST} levels deep, and no trace needs that many`);
		} else depth--;
	}
	return depth > 0;
}

/** The closing quote: one that an even number of backslashes stands before. */
function endOfString(text: string, from: number): number {
	for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
		let slashes = 0;
		while (text[at - 1 - slashes] === '\\' && at - 1 - slashes >= from) slashes++;
		if (slashes % 2 === 0) return at;
	}
	return -1;
}

function whyNoJSON(text: string, open: boolean, problem: string): string {
	if (!/^\s*[{[]/.test(text))
		return 'This file is not JSON: choose one that “Save” on a lesson or backstep_torch.py wrote';
	const bare = /[[,:]\s*(-?(?:NaN|Infinity|inf|nan))\s*[\],}]/.exec(text)?.[1];
	if (bare)
		return `JSON has no ${bare}: write it as a text, "${bare}", or save the trace with backstep_torch.py`;
	if (open) return 'This file ends too early: it was cut off, so save or copy it once more';
	// Not every browser says where.
	const position = /position (\d+)/.exec(problem)?.[1];
	if (!position) return 'This file is not JSON: open it in an editor that shows where, and mend it there';
	const before = text.slice(0, Number(position)).split('\n');
	return `This file is not JSON at line ${before.length}, character ${before.at(-1)!.length + 1}: mend it there`;
}

function refuseKeys(value: unknown): void {
	if (typeof value !== 'object' || value === null) return;
	if (Array.isArray(value)) {
		for (const item of value) if (typeof item === 'object') refuseKeys(item);
		return;
	}
	for (const [key, item] of Object.entries(value)) {
		if (FORBIDDEN.has(key))
			fail('name', `This file has a key "${key}", which no trace needs: give it another name`);
		refuseKeys(item);
	}
}
