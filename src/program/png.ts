/** A PNG file of pixels (ISO/IEC 15948), three numbers of 8 bits each, without transparency. */
import { zlibSync } from 'fflate';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** `pixels` are red, green, blue and how opaque they are, row by row, as a canvas has them. */
export function png(columns: number, rows: number, pixels: Uint8ClampedArray): Uint8Array<ArrayBuffer> {
	// Before each row stands how it was filtered: 0, not at all.
	const lines = new Uint8Array(rows * (1 + 3 * columns));
	let at = 0;
	for (let k = 0; k < pixels.length; k += 4) {
		if (k % (4 * columns) === 0) at++;
		for (let colour = 0; colour < 3; colour++) lines[at++] = pixels[k + colour]!;
	}
	const header = new Uint8Array(13);
	const view = new DataView(header.buffer);
	view.setUint32(0, columns);
	view.setUint32(4, rows);
	// 8 bits a number, red, green and blue.
	header.set([8, 2], 8);
	const parts = [
		Uint8Array.from(SIGNATURE),
		chunk('IHDR', header),
		chunk('IDAT', zlibSync(lines)),
		chunk('IEND', new Uint8Array())
	];
	const file = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
	let end = 0;
	for (const part of parts) {
		file.set(part, end);
		end += part.length;
	}
	return file;
}

function chunk(kind: string, data: Uint8Array): Uint8Array {
	const bytes = new Uint8Array(12 + data.length);
	const view = new DataView(bytes.buffer);
	view.setUint32(0, data.length);
	for (let k = 0; k < 4; k++) bytes[4 + k] = kind.charCodeAt(k);
	bytes.set(data, 8);
	view.setUint32(8 + data.length, checksum(bytes.subarray(4, 8 + data.length)));
	return bytes;
}

/** CRC-32, as the standard's annex D defines it. */
function checksum(bytes: Uint8Array): number {
	let crc = 0xffffffff;
	for (const byte of bytes) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return (crc ^ 0xffffffff) >>> 0;
}
