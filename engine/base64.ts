/** Bytes as base64 text, without a DOM: `btoa` and `Buffer` are not everywhere. */
import { fail } from './errors.ts';

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function encode(bytes: Uint8Array): string {
	const parts: string[] = [];
	for (let k = 0; k < bytes.length; k += 3) {
		const left = bytes.length - k;
		const word = (bytes[k]! << 16) | ((bytes[k + 1] ?? 0) << 8) | (bytes[k + 2] ?? 0);
		const digits = [18, 12, 6, 0].map((shift) => DIGITS[(word >> shift) & 63]!);
		if (left < 3) digits.fill('=', left + 1);
		parts.push(digits.join(''));
	}
	return parts.join('');
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
	for (let k = 0, at = 0; k < text.length; k += 4) {
		let word = 0;
		for (let d = 0; d < 4; d++) word = (word << 6) | Math.max(0, DIGITS.indexOf(text[k + d]!));
		for (let shift = 16; shift >= 0 && at < bytes.length; shift -= 8) bytes[at++] = (word >> shift) & 255;
	}
	return bytes;
}
