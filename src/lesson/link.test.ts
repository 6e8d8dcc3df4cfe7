import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadLesson } from '#lessons';
import { LONGEST, read, write } from './link.ts';

const lesson = (await loadLesson('convolution'))!;

const value = fc.double({ noNaN: true, noDefaultInfinity: true });
const params = fc.record({
	input: fc.constantFrom('notes', 'square', 'random'),
	kernels: fc.uniqueArray(fc.constantFrom('blur', 'sharpen', 'own'), { minLength: 1 }),
	padding: fc.integer({ min: 0, max: 4 }),
	learningRate: fc.double({ min: 0, max: 1, noNaN: true })
});
const position = fc.record({
	done: fc.nat(1e9),
	grain: fc.constantFrom('op' as const, 'cell' as const, 'step' as const, 1, 2)
});

const breakpoint = fc.oneof(
	fc.record({ kind: fc.constant('if' as const), condition: fc.string({ minLength: 1 }) }),
	fc.record({
		kind: fc.constantFrom('write' as const, 'read' as const),
		tensor: fc.constant('w.grad:1'),
		cell: fc.nat(99)
	}),
	fc.record({ kind: fc.constantFrom('nonfinite' as const, 'saturated' as const) })
);

test('a link gives back what it was made of', () => {
	const cells = fc.uniqueArray(fc.tuple(fc.nat(999), value), {
		selector: ([cell]) => cell,
		minLength: 1,
		maxLength: 20
	});
	fc.assert(
		fc.property(
			params,
			cells,
			position,
			fc.constantFrom('light' as const, 'dark' as const, null),
			fc.array(fc.string({ minLength: 1 }), { maxLength: 3 }),
			fc.array(breakpoint, { maxLength: 3 }),
			fc.boolean(),
			fc.boolean(),
			fc.array(
				fc.record({
					name: fc.string({ maxLength: 30 }),
					position: position.filter((at) => at !== null),
					overview: fc.boolean()
				}),
				{ maxLength: 3 }
			),
			(given, x, position, theme, watches, breakpoints, overview, lecture, scenes) => {
				const screen = {
					params: { ...read(lesson, '').params, ...given },
					edits: { x },
					position,
					theme,
					watches,
					breakpoints,
					overview,
					lecture,
					scenes
				};
				const { problems, part, landmark, ...restored } = read(lesson, write(lesson, screen));
				expect(problems).toEqual([]);
				expect([part, landmark]).toEqual([null, null]);
				expect(restored).toEqual(screen);
			}
		)
	);
});

test('a drawing is carried in bytes, exactly', () => {
	const drawing = Array.from({ length: 784 }, (_, k) => [k, (k % 256) / 255] as const);
	const link = write(lesson, {
		params: read(lesson, '').params,
		edits: { x: drawing },
		position: null,
		theme: null,
		watches: [],
		breakpoints: [],
		overview: false,
		lecture: false,
		scenes: []
	});
	expect(link.length).toBeLessThan(1200);
	expect(read(lesson, link).edits).toEqual({ x: drawing });
});

test('no text makes reading a link throw, and what is refused is said', () => {
	fc.assert(
		fc.property(fc.webQueryParameters(), (text) => {
			const { params, problems } = read(lesson, text);
			for (const name of Object.keys(params)) expect(Object.hasOwn(lesson.controls, name)).toBe(true);
			for (const problem of problems) expect(problem).toMatch(/[.]$/);
		})
	);
	for (const hostile of [
		'__proto__=1',
		'edit.__proto__=0:1',
		'edit.constructor=0:1',
		'constructor=1',
		'edit.x=b64.%%%',
		'edit.x=0:1e999',
		'step=-1',
		'step=1e3'
	]) {
		const { params, edits } = read(lesson, hostile);
		expect(params).toEqual(read(lesson, '').params);
		expect(Object.keys(edits)).toEqual([]);
	}
	expect(read(lesson, 'x'.repeat(LONGEST + 1)).problems).toHaveLength(1);
});

test('a number beyond all numbers is refused as it was written', async () => {
	const bptt = (await loadLesson('bptt'))!;
	for (const text of ['1e400', '-1e999'])
		expect(read(bptt, `truncate=${text}`).problems).toEqual([
			expect.stringContaining(`truncate is "${text}": give a whole number from `)
		]);
	const long = JSON.stringify(Array(900).fill(7));
	expect(read(bptt, `truncate=${long}`).problems[0]!.length).toBeLessThan(200);
});

test('a text is carried as it was typed', async () => {
	const rnn = (await loadLesson('rnn'))!;
	for (const sentence of ['man bites dog', 'a & b = 100 % “über”?', '12', 'true']) {
		const params = { ...read(rnn, '').params, sentence };
		const link = write(rnn, {
			params,
			edits: {},
			position: null,
			theme: null,
			watches: [],
			breakpoints: [],
			overview: false,
			lecture: false,
			scenes: []
		});
		expect(read(rnn, link)).toMatchObject({ params: { sentence }, problems: [] });
	}
	expect(read(rnn, 'sentence=%20').problems[0]).toContain('give at least one word');
});

test('a link may name a part in the place of a step', () => {
	expect(read(lesson, 'padding=1&part=forward/conv')).toMatchObject({
		part: 'forward/conv',
		position: null,
		problems: []
	});
	expect(read(lesson, 'step=7&part=forward/conv')).toMatchObject({ part: null, position: { done: 7 } });
});
