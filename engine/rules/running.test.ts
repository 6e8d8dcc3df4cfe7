import fc from 'fast-check';
import { expect, test } from 'vitest';
import { running } from './running.ts';

const numbers = Array.from({ length: 3000 }, (_, k) => Math.sin(k) / 3);
const upTo = (cell: number, n: number) => {
	let sum = 0;
	for (let k = 0; k < n; k++) sum += numbers[k]! * (cell + 1);
	return sum;
};

test('whatever is looked at in whatever order, it is what a loop from the first step gives', () => {
	const sums = running<object, number>(
		() => 0,
		(_, cell) => (sum, k) => sum + numbers[k]! * (cell + 1)
	);
	const calls = [{}, {}];
	const look = fc.tuple(
		fc.integer({ min: 0, max: 1 }),
		fc.integer({ min: 0, max: 2 }),
		fc.integer({ min: 0, max: 3000 })
	);
	fc.assert(
		fc.property(fc.array(look, { maxLength: 20 }), (looks) => {
			for (const [call, cell, n] of looks) expect(sums(calls[call]!, cell, n)).toBe(upTo(cell, n));
		})
	);
});

test('a cell is passed once by whoever goes through its steps, and almost for nothing by whoever goes back', () => {
	let added = 0;
	const sums = running<object, number>(
		() => 0,
		() => (sum, k) => {
			added++;
			return sum + numbers[k]!;
		}
	);
	const call = {};
	for (let n = 0; n <= 3000; n++) sums(call, 0, n);
	expect(added).toBe(3000);
	added = 0;
	sums(call, 0, 2999);
	expect(added).toBeLessThan(512);
});
