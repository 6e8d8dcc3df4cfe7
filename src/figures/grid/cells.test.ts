import { expect, test } from 'vitest';
import { Tape } from '#engine';
import { labelOf, outline } from './cells.ts';
import { layer } from './laid.ts';

const box = { x: 10, y: 20, width: 30, height: 40 };

test('boxes are one path', () => {
	expect(outline([box, { ...box, x: 40 }])).toBe('M10 20h30v40h-30zM40 20h30v40h-30z');
});

test('a number stands in the middle of its cell, under the name of what it stands for', () => {
	expect(labelOf(box, '7', undefined, [])).toMatch(/^<text x="25" y="40" [^>]*>7<\/text>$/);
	const named = labelOf(box, '7', 'seven', []);
	expect(named.match(/>[^<]+</g)).toEqual(['>seven<', '>7<']);
});

test('a name from a file is text, whatever stands in it', () => {
	expect(labelOf(box, '3', '<image href="x" onerror="go()">&', [])).not.toContain('<image');
});

test('a plane stays the same object while nothing of it changes', () => {
	const tensor = new Tape().input('x', [2, 2], [1, 2, 3, 4]);
	const lay = layer();
	const given = (region: number) => ({
		tensor,
		offset: 0,
		rows: 2,
		columns: 2,
		transposed: false,
		order: null,
		region: { top: region, left: 0, rows: 1, columns: 2 },
		padding: [0, 0] as const,
		room: 100,
		unit: null,
		numbered: false
	});
	const first = lay(given(0));
	expect(lay(given(0))).toBe(first);
	expect(lay(given(1)).grid.region.top).toBe(1);
});
