/** A program in an address: packed, so that a page of code is a few hundred letters. */
import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';

/** A longer program is a file. */
export const LONGEST_PROGRAM = 8192;
/** What is unpacked of an address; a few letters can stand for gigabytes. */
const MOST = 200_000;

/** The program as letters that an address takes as they are; null where they would be too many. */
export const packed = (program: string, room = LONGEST_PROGRAM): string | null =>
	packedBytes(strToU8(program), room);

/** The same of a file. */
export function packedBytes(content: Uint8Array, room: number): string | null {
	if (content.length >= MOST) return null;
	const bytes = deflateSync(content, { level: 9 });
	const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
		.replaceAll('+', '-')
		.replaceAll('/', '_')
		.replace(/=+$/, '');
	return text.length <= room ? text : null;
}

/** The program of such letters; null where they are none. */
export function unpacked(text: string): string | null {
	const bytes = unpackedBytes(text);
	return bytes && strFromU8(bytes);
}

export function unpackedBytes(text: string): Uint8Array | null {
	try {
		const letters = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
		const out = inflateSync(
			Uint8Array.from(letters, (letter) => letter.charCodeAt(0)),
			{ out: new Uint8Array(MOST) }
		);
		return out.length < MOST ? out : null;
	} catch {
		return null;
	}
}
