/** Points as people paste them: what is read, and what is said of what cannot be. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MOST_POINTS, readPoints, tellPoints, writePoints, type Taken } from './points.ts';

const points = (text: string) => {
	const read = readPoints(text);
	return 'points' in read ? read.points.map(({ x, y, label }) => [x, y, label]) : read.refusal;
};

test('commas, semicolons, tabs, spaces, a heading and decimal commas are read', () => {
	const wanted = [
		[0.5, -1, 1],
		[2, 3.25, 0]
	];
	expect(points('0.5,-1,1\n2,3.25,0\n')).toEqual(wanted);
	expect(points('x1,x2,y\r\n0.5,-1,1\r\n2,3.25,0')).toEqual(wanted);
	expect(points('0,5;−1;1\n2;3,25;0')).toEqual(wanted);
	expect(points('0.5\t-1\t1\n2\t3.25\t0')).toEqual(wanted);
	expect(points('0.5 -1 1\n\n2 3.25 0')).toEqual(wanted);
	expect(points('"0.5","-1","1"|2,3.25,0')).toEqual(wanted);
});

test('rows of Python, of pandas and of programs that end each with a comma are read, and remarks passed over', () => {
	const wanted = [
		[0.1, 0.2, 1],
		[0.3, 0.4, 0]
	];
	expect(points('[0.1, 0.2, 1],\n[0.3, 0.4, 0],')).toEqual(wanted);
	expect(points('[[0.1 0.2 1]\n [0.3 0.4 0]]')).toEqual(wanted);
	expect(points('(0.1, 0.2, 1)\n(0.3, 0.4, 0)')).toEqual(wanted);
	expect(points('0.1,0.2,1,\n0.3,0.4,0,')).toEqual(wanted);
	expect(points(',x,y,class\n0,0.1,0.2,1\n1,0.3,0.4,0')).toEqual(wanted);
	expect(points('# two points\n0.1,0.2,1\n0.3,0.4,0')).toEqual(wanted);
});

test('classes may be −1 and 1, or names', () => {
	expect(points('0,0,-1\n1,1,1')).toEqual([
		[0, 0, 0],
		[1, 1, 1]
	]);
	expect(points('0,0,placed\n1,1,not placed\n2,2,placed')).toEqual([
		[0, 0, 0],
		[1, 1, 1],
		[2, 2, 0]
	]);
});

test('what cannot be read is said of its row, in one sentence', () => {
	expect(points('')).toMatch(/^There is nothing in it/);
	expect(points('1,2,0\n1,2')).toBe('Row 2 has 2 columns: a point has three, x, y and its class.');
	expect(points('1,2,0\n\n1,two,0')).toBe('Row 3 has "two" where a number must stand: write it as −1.5.');
	expect(points('1,2,')).toBe('Row 1 has no class: write 0 or 1 in its third column.');
	expect(points('1,1e999,0')).toMatch(/^Row 1 has "1e999"/);
	expect(points('1,1,0\n'.repeat(MOST_POINTS + 1))).toMatch(/^There are 501 points/);
});

test('a class that there is not is refused with its row, whether it is a number or a name', () => {
	expect(points('0,0,0\n\n1,1,2')).toBe('Row 3 has the class 2: here the classes are 0 and 1.');
	expect(points('0,0,-2\n1,1,1')).toBe('Row 1 has the class -2: here the classes are 0 and 1.');
	expect(points('0,0,0.5\n1,1,1')).toBe('Row 1 has the class 0.5: here the classes are 0 and 1.');
	expect(points('0,0,a\n1,1,b\n2,2,c')).toBe(
		'Row 3 has the class "c", and 2 others stand above it: here the classes are 0 and 1.'
	);
	expect(readPoints('0,0,2\n1,1,0', 3)).toHaveProperty('points');
});

test('what was taken is told: how many of each class, and what its name was', () => {
	const told = (text: string) => tellPoints(readPoints(text) as Taken);
	expect(told('0,0,1\n1,1,1\n2,2,0')).toBe('3 points: 1 of class 0, 2 of class 1.');
	expect(told('0,0,placed\n1,1,not placed\n2,2,placed')).toBe(
		'3 points: 2 of class 0, “placed”; 1 of class 1, “not placed”.'
	);
});

test('what is written is read again', () => {
	const coordinate = fc.integer({ min: -9999, max: 9999 }).map((n) => n / 1000 + 0);
	const point = fc.record({ x: coordinate, y: coordinate, label: fc.integer({ min: 0, max: 9 }) });
	fc.assert(
		fc.property(fc.array(point, { minLength: 1, maxLength: 20 }), (all) => {
			const read = readPoints(writePoints(all), 10);
			// Of labels that are all alike nothing tells −1 from 1; these are never below 0.
			expect('points' in read && read.points.map(({ x, y }) => [x, y])).toEqual(
				all.map(({ x, y }) => [x, y])
			);
		})
	);
});
