import { expect, test } from 'vitest';
import { columnsWide } from './beside.ts';

test('matrices stand in one column as long as they fit, then in a further one', () => {
	const boxes = [
		[40, 60],
		[50, 60],
		[30, 60]
	] as const;
	// 60 + 10 + 60 + 10 + 60 = 200.
	expect(columnsWide(boxes, 200, 10)).toBe(50);
	// Two under each other, the third beside them.
	expect(columnsWide(boxes, 199, 10)).toBe(50 + 10 + 30);
	expect(columnsWide(boxes, 60, 10)).toBe(40 + 10 + 50 + 10 + 30);
	expect(columnsWide(boxes, 59, 10)).toBe(Infinity);
});
