import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { png } from './png.ts';

test('a picture of two rows is a PNG that says its size, and holds its colours', () => {
	const pixels = Uint8ClampedArray.of(1, 2, 3, 255, 4, 5, 6, 255, 7, 8, 9, 255, 10, 11, 12, 255);
	const file = Buffer.from(png(2, 2, pixels));
	expect(file.subarray(1, 4).toString()).toBe('PNG');
	expect([file.readUInt32BE(16), file.readUInt32BE(20)]).toEqual([2, 2]);
	// The header of the first chunk ends at 33, that of the second at 41.
	const rows = inflateSync(file.subarray(41, 41 + file.readUInt32BE(33)));
	expect([...rows]).toEqual([0, 1, 2, 3, 4, 5, 6, 0, 7, 8, 9, 10, 11, 12]);
	// The check of the last chunk, which is the same in every PNG.
	expect(file.subarray(-4).toString('hex')).toBe('ae426082');
});
