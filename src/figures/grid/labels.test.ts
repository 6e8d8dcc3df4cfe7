import { expect, test } from 'vitest';
import { Tape } from '#engine';
import { embedding } from '#engine/ops/embedding.ts';
import { transpose } from '#engine/ops/transpose.ts';
import { tanh } from '#engine/ops/tanh.ts';
import { labelsOf, marginsOf, namesOver, shortened } from './labels.ts';

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

test('a single row is called by the word that was looked up, and what is made of it by nothing', () => {
	const E = tape.parameter('E', [2, 2], [1, 2, 3, 4], { names: ['je', 'tu'] });
	const word = tape.apply(embedding, [E, tape.constant('id', [1], [1])], {});
	expect(labelsOf(word, 1, 2, false).rows).toEqual(['tu']);
	expect(labelsOf(tape.apply(tanh, [word], undefined), 1, 2, false).rows).toBeNull();
});

test('names that are wider than their cells stand upright, and lines closer than type are not all named', () => {
	const labels = { rows: ['a', 'b'], columns: ['elephant', 'b'] };
	expect(marginsOf(labels, [24, 24], false)).toMatchObject({ upright: true, every: [true, true] });
	expect(marginsOf(labels, [90, 6], false)).toMatchObject({ upright: false, every: [false, true] });
	expect(marginsOf({ rows: null, columns: null }, [24, 24], false)).toMatchObject({ left: 0, top: 0 });
	expect(shortened('bank for money')).toBe('bank for mo…');
});

test('names over columns take room only where cells are wide enough for them', () => {
	expect(namesOver(x, 300)).toBe(0);
	const turned = tape.apply(transpose, [x], {});
	expect(namesOver(turned, 300)).toBeGreaterThan(10);
	expect(namesOver(turned, 20)).toBe(0);
});
