import { expect, test } from 'vitest';
import { Tape, type Shape } from '#engine';
import { extentOf, sizeOf } from '../pieces/fit.ts';
import { tableFor } from './fit.ts';

const parameter = (...shape: Shape) =>
	new Tape().parameter('w', shape, new Float64Array(shape.reduce((a, b) => a * b)), { label: 'weights' });

const DESK = { width: 660, height: 460, rem: 15 };

test('long rows stand under each other, each as wide as the picture; a square stays beside the others', () => {
	const long = tableFor([parameter(10, 400)], 4, DESK);
	expect(long.stacked).toBe(true);
	const [{ extent, unit }] = long.rows as [(typeof long.rows)[0]];
	expect(sizeOf(parameter(10, 400), extent, unit)[0]).toBeGreaterThan(DESK.width / 2);
	expect(tableFor([parameter(3, 3)], 4, DESK).stacked).toBe(false);
	expect(tableFor([parameter(8)], 4, DESK).stacked).toBe(true);
});

test('whatever the parameter, its tensors fit the picture', () => {
	for (const shape of [[10, 400], [8], [5, 144], [13, 3], [8, 1, 3, 3], [16, 8, 3, 3]]) {
		const tensor = parameter(...shape);
		const { stacked, rows } = tableFor([tensor], 4, DESK);
		const [wide, high] = sizeOf(tensor, rows[0]!.extent, rows[0]!.unit);
		expect(wide * (stacked ? 1 : 4), shape.join()).toBeLessThan(DESK.width);
		expect(high * (stacked ? 4 : 1), shape.join()).toBeLessThan(DESK.height);
	}
});

test('kernels stand higher than wide, where four times the width is what is scarce', () => {
	const kernels = parameter(8, 1, 3, 3);
	const { stacked, rows } = tableFor([kernels], 4, DESK);
	expect(stacked).toBe(false);
	expect(rows[0]!.extent.across).toBeLessThan(extentOf(kernels).across);
});
