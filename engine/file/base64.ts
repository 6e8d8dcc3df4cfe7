/** Bytes as base64 text, without a DOM: `btoa` and `Buffer` are not everywhere. */
import { fail } from '../errors.ts';

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The place of each digit, by its character code. */
const PLACES = new Uint8Array(128);
for (let k = 0; k < DIGITS.length; k++) PLACES[DIGITS.charCodeAt(k)] = k;

/** Twelve bits as two digits: a trace holds millions of bytes, and longer pieces are put together sooner. */
const PAIRS = Array.from({ length: 4096 }, (_, k) => DIGITS[k >> 6]! + DIGITS[k & 63]!);

export function encode(bytes: Uint8Array): string {
	const parts: string[] = [];
	for (let k = 0; k < bytes.length; k += 3) {
		const word = (bytes[k]! << 16) | ((bytes[k + 1] ?? 0) << 8) | (bytes[k + 2] ?? 0);
		parts.push(PAIRS[word >> 12]!, PAIRS[word & 4095]!);
	}
	const short = (3 - (bytes.length % 3)) % 3;
	const text = parts.join('');
	return short ? text.slice(0, -short) + '='.repeat(short) : text;
}

/** Throws where the text is not base64 of whole bytes. */
export function decode(text: string): Uint8Array {
	if (text.length % 4 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text))
		fail(
			'value',
			'This is not base64: its length must be a multiple of 4, and its characters A–Z, a–z, 0–9, + and /'
		);
	const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
	const bytes = new Uint8Array((text.length / 4) * 3 - padding);
	// "=" has place 0, and what a whole word has beyond the end is not kept.
	const place = (k: number) => PLACES[text.charCodeAt(k)]!;
	for (let k = 0, at = 0; k < text.length; k += 4) {
		const word = (place(k) << 18) | (place(k + 1) << 12) | (place(k + 2) << 6) | place(k + 3);
		bytes[at++] = word >> 16;
		bytes[at++] = word >> 8;
		bytes[at++] = word;
	}
	return bytes;
}
