import { expect, test } from 'vitest';
import { Tape } from '#engine';
import { labelsOf, marginsOf, shortened } from './labels.ts';

const tape = new Tape();
const x = tape.input('x', [2, 3], [1, 2, 3, 4, 5, 6], { names: ['je', 'aime'] });
const list = tape.input('y', [2], [1, 2], { names: ['je', 'aime'] });

test('names go with the axis, also where rows and columns change places', () => {
	expect(labelsOf(x, 2, 3, false)).toEqual({ rows: ['je', 'aime'], columns: null });
	expect(labelsOf(x, 3, 2, true)).toEqual({ rows: null, columns: ['je', 'aime'] });
	expect(labelsOf(list, 1, 2, false)).toEqual({ rows: null, columns: ['je', 'aime'] });
});

test('a plane that is folded has none', () => {
	expect(labelsOf(list, 2, 1, false)).toEqual({ rows: null, columns: null });
});

test('names that are wider than their cells stand upright, and lines closer than type are not all named', () => {
	const labels = { rows: ['a', 'b'], columns: ['elephant', 'b'] };
	expect(marginsOf(labels, [24, 24], false)).toMatchObject({ upright: true, every: [true, true] });
	expect(marginsOf(labels, [90, 6], false)).toMatchObject({ upright: false, every: [false, true] });
	expect(marginsOf({ rows: null, columns: null }, [24, 24], false)).toMatchObject({ left: 0, top: 0 });
	expect(shortened('bank for money')).toBe('bank for mo…');
});
