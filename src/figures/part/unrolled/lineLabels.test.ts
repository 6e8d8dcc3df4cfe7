/** Labels stand beside their lines, clear of the others. */
import { expect, test } from 'vitest';
import { placeLabels } from './lineLabels.ts';

const box = { left: 0, right: 300, top: 0, bottom: 120 };
const line = (from: number, to: number, y: number, end = y) => [
	{ x: from, y },
	{ x: to, y: end }
];

test('a single label stands where its line begins, above it where there is room, else below', () => {
	expect(placeLabels([{ line: line(300, 0, 60), width: 60 }], box)).toEqual([{ x: 270, y: 54 }]);
	expect(placeLabels([{ line: line(0, 300, 60), width: 60 }], box)).toEqual([{ x: 30, y: 54 }]);
	expect(placeLabels([{ line: line(300, 0, 5), width: 60 }], box)[0]!.y).toBeGreaterThan(16);
});

test('lines that meet where they begin get their labels where they are apart', () => {
	const [one, other] = placeLabels(
		[
			{ line: line(300, 0, 60, 15), width: 60 },
			{ line: line(300, 0, 60, 105), width: 60 }
		],
		box
	);
	expect(one!.x).toBeLessThan(250);
	expect(other!.y - one!.y).toBeGreaterThan(20);
});
