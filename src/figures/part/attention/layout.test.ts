import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layoutOf } from './layout.ts';

const words = fc.array(fc.string({ minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 9 });
const features = fc.integer({ min: 1, max: 64 });
const room = fc.record({
	width: fc.integer({ min: 300, max: 1600 }),
	height: fc.integer({ min: 200, max: 1000 })
});
const [PHONE, DESK] = [18, 24];

test('a head fits its room, unless its cells are as small as they may be', () => {
	fc.assert(
		fc.property(words, words, features, features, room, (queries, keys, d, values, room) => {
			const { unit, width, height, lines } = layoutOf(queries, keys, d, values, room);
			if (unit === (room.width < 480 ? PHONE : DESK)) return;
			expect(width + lines).toBeLessThanOrEqual(room.width);
			expect(height).toBeLessThanOrEqual(room.height);
		})
	);
});

test('a larger room never makes cells smaller', () => {
	fc.assert(
		fc.property(words, room, (names, room) => {
			const at = (by: number) =>
				layoutOf(names, names, 0, 0, { width: by * room.width, height: by * room.height }).unit;
			// Below 480 pixels it is a phone, whose cells may be smaller.
			expect(at(2)).toBeGreaterThanOrEqual(at(1));
		})
	);
});

test('a phone has a head of five words whole', () => {
	const french = ['<start>', 'je', "t'", 'aime', '<end>'];
	const { width, height } = layoutOf(french, french, 8, 8, { width: 366, height: 290 });
	expect(width).toBeLessThanOrEqual(366);
	expect(height).toBeLessThanOrEqual(290);
});

test('on a phone the numbers of a head can be read, though others are listed above it', () => {
	const french = ['<start>', 'je', "t'", 'aime'];
	// What a list of heads, a heading and a caption leave; a number of three digits needs 24 pixels.
	expect(layoutOf(french, french, 8, 8, { width: 366, height: 240 }).unit).toBeGreaterThanOrEqual(24);
});
