/** A program in an address: packed, so that a page of code is a few hundred letters. */
import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';

/** A longer program is a file. */
export const LONGEST_PROGRAM = 8192;
/** What is unpacked of an address; a few letters can stand for gigabytes. */
const MOST = 200_000;

/** The program as letters that an address takes as they are; null where they would be too many. */
export function packed(program: string): string | null {
	const bytes = deflateSync(strToU8(program), { level: 9 });
	const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
		.replaceAll('+', '-')
		.replaceAll('/', '_')
		.replace(/=+$/, '');
	return text.length <= LONGEST_PROGRAM ? text : null;
}

/** The program of such letters; null where they are none. */
export function unpacked(text: string): string | null {
	try {
		const letters = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
		const out = inflateSync(
			Uint8Array.from(letters, (letter) => letter.charCodeAt(0)),
			{ out: new Uint8Array(MOST) }
		);
		return out.length < MOST ? strFromU8(out) : null;
	} catch {
		return null;
	}
}
