/** What lecture notes N3.8 and N0 say of overfitting and its remedies; and the scores on the page are those of the script. */
import { expect, test } from 'vitest';
import { seriesOf, Tape } from '#engine';
import { defaults } from '../index.ts';
import type { TableFact, Value } from '../lesson.ts';
import { draw } from './augmentation.ts';
import { heldOut, learnedFrom, watched } from './data.ts';
import lesson from './lesson.ts';
import { NONE, REMEDIES, scoreOf, SEEDS } from './scores.ts';
import file from './scores.json' with { type: 'json' };

function run(given: Record<string, Value> = {}) {
	const tape = new Tape();
	const params = { ...defaults(lesson), ...given };
	lesson.build(tape, params);
	const trace = tape.trace();
	return {
		trace,
		facts: lesson.facts!(trace, params),
		series: (name: string) => Array.from(seriesOf(trace.training!, name)!.values),
		data: (name: string) => Array.from(trace.tensors.get(name)!.data)
	};
}

const scores: Readonly<Record<string, readonly object[]>> = file;

test.each(Object.keys(REMEDIES))('%s: another run of the script gives the committed score', (name) => {
	expect(scores[name]).toHaveLength(SEEDS.length);
	expect(scoreOf({ ...NONE, ...REMEDIES[name] }, SEEDS[1]!)).toEqual(scores[name]![1]);
});

test('the page shows the means of the committed scores', () => {
	const { names, rows } = run({ epochs: 1 }).facts['scores'] as TableFact;
	expect(names).toEqual(Object.keys(REMEDIES));
	const [none, l2] = [file.none, file.L2].map(
		(list) => list.reduce((sum, { loss }) => sum + loss, 0) / list.length
	);
	expect(rows[0]![0]).toBeCloseTo(none!, 2);
	expect(rows[2]![0]).toBeCloseTo(l2!, 2);
});

test('no point is in two sets, but the few are among the many', () => {
	const of = ({ xy }: typeof watched) => xy.map(([x, y]) => `${x} ${y}`);
	const [few, many, seen, held] = [learnedFrom('few'), learnedFrom('many'), watched, heldOut].map(of);
	expect(many!.slice(0, few!.length)).toEqual(few);
	expect(new Set([...many!, ...seen!, ...held!]).size).toBe(96 + 60 + 1000);
});

test('without a remedy all points are learned by heart, while the loss on others rises', () => {
	const { series } = run();
	const [accuracy, loss, watchedLoss] = ['accuracy', 'loss', 'val.loss'].map(series);
	expect(accuracy!.at(-1)).toBe(1);
	expect(loss!.at(-1)).toBeLessThan(0.05);
	expect(watchedLoss!.at(-1)).toBeGreaterThan(1.5 * Math.min(...watchedLoss!));
});

test('early stopping stops so many epochs after the best', () => {
	const { training } = run({ patience: 100 }).trace;
	expect(training!.updates).toBe(training!.best! + 1 + 100);
	expect(training!.updates).toBeLessThan(400);
});

test('the loss with L2 is that without plus λ Σ w²', () => {
	const { data } = run({ l2: 0.005, update: 7 });
	const squares = [1, 2, 3].flatMap((k) => data(`W${k}`)).reduce((sum, w) => sum + w * w, 0);
	expect(data('loss')[0]).toBeCloseTo(data('fit')[0]! + 0.005 * squares, 12);
});

test('the soft threshold brings weights nearer to 0 by ηλ, and holds them there', () => {
	const { data } = run({ l1: 0.15 });
	const limit = 0.01 * 0.15;
	const [before, after] = [data('W2.new'), data('W2.shrunk')];
	before.forEach((w, k) =>
		expect(after[k]).toBeCloseTo(Math.abs(w) <= limit ? 0 : w - Math.sign(w) * limit, 15)
	);
	expect(after.filter((w) => w === 0).length).toBeGreaterThan(10);
});

test('dropout scales by 1 / (1 − p) in training, and does nothing in use', () => {
	const { data } = run({ dropout: 0.4, update: 50 });
	const [h, d] = [data('h1'), data('d1')];
	expect(d.filter((value) => value === 0).length / d.length).toBeCloseTo(0.4, 1);
	d.forEach((value, k) => value !== 0 && expect(value).toBeCloseTo(h[k]! / 0.6, 12));
	expect(data('val_d1')).toEqual(data('val_h1'));
	expect(run({ dropout: 0.4, update: 51 }).data('d1').map(Boolean)).not.toEqual(d.map(Boolean));
});

test('augmentation moves every point anew in every update, and none in use', () => {
	const [one, next] = [run({ shake: 0.3, update: 5 }), run({ shake: 0.3, update: 6 })];
	const moved = one.data('shaken').map((value, k) => value - one.data('X')[k]!);
	expect(Math.max(...moved.map(Math.abs))).toBeLessThanOrEqual(0.3);
	expect(next.data('moves')).not.toEqual(one.data('moves'));
	expect([...one.trace.tensors.keys()]).not.toContain('val_shaken');
});

test('a shift moves pixels whole, a flip mirrors them, and a crop cuts them out', () => {
	const { data } = run({ show: 'augmentation', drawn: 3 });
	const { shift, top, left } = draw(3);
	const [digit, flipped, shifted, cropped] = ['digit', 'flipped', 'shifted', 'cropped'].map(data);
	const at = (list: number[], row: number, column: number, side = 28) =>
		row < 0 || column < 0 || row >= side || column >= side ? 0 : list[row * side + column]!;
	for (let row = 0; row < 28; row++)
		for (let column = 0; column < 28; column++) {
			expect(at(flipped!, row, column)).toBe(at(digit!, row, 27 - column));
			expect(at(shifted!, row, column)).toBeCloseTo(at(digit!, row - shift[1], column - shift[0]), 12);
			if (row < 22 && column < 22)
				expect(at(cropped!, row, column, 22)).toBe(at(digit!, row + top, column + left));
		}
});
