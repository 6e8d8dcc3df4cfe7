import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Tape, type Node, type Tensor } from '#engine';
import { embedding } from '#engine/ops/embedding.ts';
import { drawn, extentOf, fitted, grow, inLines, type Extent } from './fit.ts';
import { placesOf } from './places.ts';
import type { Piece } from './tiers.ts';

const tensorOf = (shape: readonly number[]): Tensor => {
	const cells = shape.reduce((a, b) => a * b, 1);
	return new Tape().input('x', shape, new Float64Array(cells));
};
const piece = (shape: readonly number[], result = false): Piece => ({
	tensor: tensorOf(shape),
	by: null,
	named: '',
	sign: '',
	weights: [],
	result
});

const DESK = { width: 680, height: 460, rem: 15 };
const shapes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 4 });

describe('how large tensors of a part are drawn', () => {
	test('what is said to fit lies within the room', () => {
		fc.assert(
			fc.property(fc.array(shapes, { minLength: 1, maxLength: 4 }), (all) => {
				const tiers = all.map((shape) => [piece(shape)]);
				const { lines, units, extents, fits } = fitted(tiers, DESK);
				expect(lines.reduce((a, b) => a + b, 0)).toBe(tiers.length);
				fc.pre(fits === 'all');
				let tier = 0;
				let height = 0;
				for (const count of lines) {
					const sizes = Array.from({ length: count }, () => drawn(extents[tier]![0]!, units[tier++]![0]!));
					expect(sizes.reduce((sum, [width]) => sum + width, 0)).toBeLessThanOrEqual(DESK.width);
					height += Math.max(...sizes.map(([, each]) => each));
				}
				expect(height).toBeLessThanOrEqual(DESK.height);
			}),
			{ numRuns: 60 }
		);
	});

	test('a small convolution has numbers that can be read, all of a size', () => {
		const { units, fits } = fitted([[piece([5, 5])], [piece([3, 3])], [piece([3, 3], true)]], DESK);
		const all = units.flat();
		expect(fits).toBe('all');
		expect(Math.min(...all)).toBeGreaterThan(36);
		expect(Math.max(...all)).toBeLessThanOrEqual(1.5 * Math.min(...all));
	});

	test('words are large enough to be read beside matrices that are pictures', () => {
		const tape = new Tape();
		const names = Array.from({ length: 20 }, (_, k) => `word${k}`);
		const table = tape.parameter('table', [20, 16], new Float64Array(320), { names });
		const ids = tape.constant('ids', [8], [1, 2, 3, 4, 5, 6, 7, 8]);
		const found = tape.apply(embedding, [table, ids], undefined, 'found');
		const of = (tensor: Tensor, result = false): Piece => ({ ...piece([1], result), tensor });
		const tiers = [[of(ids), piece([8, 16])], [of(found)], [piece([8, 16], true)]];
		const { units, fits } = fitted(tiers, { ...DESK, height: 400 });
		expect(fits).toBe('all');
		expect(units[0]![0]).toBeGreaterThanOrEqual(24);
	});

	test('names along a tensor take their part of the room', () => {
		const names = Array.from({ length: 8 }, (_, k) => `a long name ${k}`);
		const named = new Tape().input('x', [8, 4], new Float64Array(32), { names });
		const narrow = { ...DESK, width: 260 };
		const [without, within] = [tensorOf([8, 4]), named].map(
			(tensor) => fitted([[{ ...piece([1]), tensor }], [piece([8, 4], true)]], narrow).units[0]![0]!
		);
		expect(within!).toBeLessThan(without!);
	});

	test('a weight of 400 rows does not reach out of the room', () => {
		const { units, extents, fits } = fitted(
			[[piece([1, 400])], [piece([400, 10])], [piece([1, 10], true)]],
			DESK
		);
		expect(fits).toBe('all');
		expect(drawn(extents[1]![0]!, units[1]![0]!)[1]).toBeLessThanOrEqual(DESK.height);
		// Its result can be read.
		expect(units[2]![0]!).toBeGreaterThanOrEqual(24);
	});

	test('those that can grow go on where others have to stop', () => {
		const boxes = [1, 1].map((unit) => ({ unit, result: false }));
		grow(boxes, 20, () => (boxes[0]!.unit <= 10 ? 'all' : 'none'));
		expect(boxes[0]!.unit).toBeLessThanOrEqual(10);
		expect(boxes[1]!.unit).toBe(20);
	});

	test('what stands on the arrow to a tensor takes its part of the height: the name of a part, its weights and theirs', () => {
		const low = { width: 680, height: 260, rem: 15 };
		const weights = [1, 2].map((k) =>
			new Tape().parameter(`w${k}`, [8, 8], new Float64Array(64), {
				label: 'memory weights of the reset gate'
			})
		);
		const tier = (k: number) => ({ ...piece([1, 8], k === 2), by: {} as Node, named: 'gate', weights });
		const { fits, lines } = fitted([[piece([1, 8])], [tier(1), tier(2), tier(2)]], low);
		// Three signs under each other, each of an arrow and two named weights, need far more than 260 pixels.
		expect([fits, lines]).toEqual(['width', [2]]);
	});

	test('what fits still does once cells are made even, where smaller ones need room for a flag', () => {
		fc.assert(
			fc.property(fc.integer({ min: 8, max: 40 }), fc.integer({ min: 100, max: 700 }), (legible, width) => {
				const [a, b] = [1, 1].map((unit) => ({ unit, result: false }));
				const taken = () => 6 * a!.unit + (a!.unit < legible ? 63 : 0) + 6 * b!.unit;
				const fits = () => (taken() > width ? 'none' : 'all');
				expect(grow([a!, b!], 80, fits)).toBe('all');
				expect(fits()).toBe('all');
			})
		);
	});

	test('tiers are shared among lines by their widths', () => {
		expect(inLines([10, 10, 10, 10], 2)).toEqual([2, 2]);
		expect(inLines([30, 10, 10, 10], 2)).toEqual([1, 3]);
		expect(inLines([5], 3)).toEqual([1]);
	});
});

describe('the cells of planes', () => {
	const extents: fc.Arbitrary<[Extent, number]> = fc
		.tuple(
			fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 3, maxLength: 4 }),
			fc.integer({ min: 3, max: 40 })
		)
		.map(([shape, unit]) => [extentOf(tensorOf(shape)), unit]);

	test('the cell at the middle of where a cell lies is that cell', () => {
		fc.assert(
			fc.property(extents, ([extent, unit]) => {
				const places = placesOf(extent, unit);
				for (let cell = 0; cell < extent.planes * extent.rows * extent.columns; cell++) {
					const { x, y } = places.of(cell)!;
					expect(places.at(x + unit / 2, y + unit / 2)).toBe(cell);
					expect(x + unit).toBeLessThanOrEqual(places.width);
					expect(y + unit).toBeLessThanOrEqual(places.height);
				}
			})
		);
	});

	test('arrow keys lead on into the next plane, and not out of the last', () => {
		// Four planes of 2×2, two beside each other: 0 1 | 4 5 over 2 3 | 6 7.
		const places = placesOf(extentOf(tensorOf([4, 2, 2])), 10);
		expect(places.beside(1, 'ArrowRight')).toBe(4);
		expect(places.beside(2, 'ArrowDown')).toBe(8);
		expect(places.beside(5, 'ArrowRight')).toBe(5);
		expect(places.beside(0, 'ArrowUp')).toBe(0);
		expect(places.beside(0, 'x')).toBeNull();
	});
});
