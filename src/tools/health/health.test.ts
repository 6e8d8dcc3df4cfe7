import { expect, test } from 'vitest';
import { ancestry, find, Tape, type Tensor, type Trace } from '#engine';
import { sgd } from '#engine/optimizers/sgd.ts';
import { matmul } from '#engine/ops/matmul.ts';
import { mse } from '#engine/ops/mse.ts';
import { relu } from '#engine/ops/relu.ts';
import { sigmoid } from '#engine/ops/sigmoid.ts';
import { detach } from '#engine/ops/detach.ts';
import { log } from '#engine/ops/log.ts';
import { sum } from '#engine/ops/sum.ts';
import { mul } from '#engine/ops/mul.ts';
import { transpose } from '#engine/ops/transpose.ts';
import { statisticsOf } from '#engine/statistics.ts';
import { columnsOf } from './columns.ts';
import { healthOf } from './health.ts';
import { keyOf, rowsOf, type Row } from './rows.ts';

const saying = (tape: Tape, words: string) =>
	healthOf(tape.trace()).findings.find(({ text }) => text.includes(words))!;

/** Two samples of two numbers through three units, of which the second is negative for both; the loss is their sum. */
function threeUnits(): { tape: Tape; w: Tensor } {
	const tape = new Tape();
	const x = tape.input('x', [2, 2], [1, 2, 3, 4]);
	const w = tape.parameter('w', [2, 3], [1, -1, 0.5, 0, -1, 0.5]);
	const loss = tape.scope(
		'forward',
		() => {
			const z = tape.scope('dense', () => tape.apply(matmul, [x, w], undefined, 'z'), {
				part: { kind: 'dense' }
			});
			return tape.apply(sum, [tape.apply(relu, [z], undefined, 'h')], {}, 'loss');
		},
		{ part: { kind: 'network' } }
	);
	tape.backward(loss);
	return { tape, w };
}

test('layers, with the roots of their mean squares, and a unit that never fires', () => {
	const { tape } = threeUnits();
	const { layers } = healthOf(tape.trace());
	expect(layers.map(({ name }) => name)).toEqual(['dense', 'relu']);
	// z is [1, −3, 1.5] and [3, −7, 3.5]; of its gradient the second column is 0.
	expect(layers[0]!.output.value).toBeCloseTo(Math.sqrt((1 + 9 + 2.25 + 9 + 49 + 12.25) / 6), 12);
	expect(layers[0]!.gradient!.value).toBeCloseTo(Math.sqrt(4 / 6), 12);
	expect(layers[1]!.silent).toMatchObject({ count: 1, of: 3, places: 2, cell: 1 });
	expect(saying(tape, 'units of ReLUs').text).toBe(
		'1 of 3 units of ReLUs are 0 wherever they were asked; most of them in h, 1 of 3 in all 2 places.'
	);
});

test('how long a layer and a module took is what the file says of their ops', () => {
	const trace = threeUnits().tape.trace();
	const op = (id: number, writes: string, seconds?: number) =>
		({
			id,
			op: 'x',
			phase: 'forward',
			attrs: {},
			writes,
			...(seconds !== undefined && { seconds })
		}) as const;
	const { layers } = healthOf(trace, [op(0, 'z', 0.25), op(1, 'h', 0.5), op(2, 'loss')]);
	expect(layers.map(({ seconds }) => seconds?.value)).toEqual([0.25, 0.5]);
	expect(columnsOf(layers).map(({ key }) => key)).toContain('seconds');
	expect(columnsOf(healthOf(trace).layers).map(({ key }) => key)).not.toContain('seconds');
});

test('how far an update moved the weights of a layer', () => {
	const { tape, w } = threeUnits();
	tape.scope('update', () => sgd(tape, [w], { learningRate: 0.1 }), {
		phase: 'update',
		part: { kind: 'update' }
	});
	// The gradient is [4, 0, 4] and [6, 0, 6].
	const length = Math.sqrt(1 + 1 + 0.25 + 0 + 1 + 0.25);
	expect(healthOf(tape.trace()).layers[0]!.update!.value).toBeCloseTo(
		(0.1 * Math.sqrt(2 * (16 + 36))) / length,
		12
	);
});

test('the first number that is none, and where it is', () => {
	const tape = new Tape();
	const x = tape.input('x', [3], [1, 0, 2]);
	tape.scope('forward', () => tape.apply(log, [x], undefined, 'logs'));
	expect(saying(tape, 'is none')).toMatchObject({
		text: 'The first number that is none is in logs: −Infinity.',
		at: { cell: 1 },
		bad: true
	});
	expect(saying(threeUnits().tape, 'no NaN').bad).toBe(false);
});

test('a parameter that no gradient reaches', () => {
	const tape = new Tape();
	const x = tape.input('x', [1, 2], [1, 2]);
	const [frozen, learns] = ['frozen', 'learns'].map((name) => tape.parameter(name, [2, 2], [1, 2, 3, 4]));
	const loss = tape.scope('forward', () => {
		const h = tape.apply(detach, [tape.apply(matmul, [x, frozen!], undefined, 'h')], undefined, 'cut');
		return tape.apply(
			mse,
			[tape.apply(matmul, [h, learns!], undefined, 'y'), tape.constant('t', [1, 2], [0, 0])],
			{},
			'loss'
		);
	});
	tape.backward(loss);
	expect(saying(tape, 'parameters')).toMatchObject({
		text: '1 of 2 parameters gets no gradient, or 0 throughout: frozen.',
		bad: true
	});
});

test('a gradient that vanishes on its way through ten sigmoids of small weights', () => {
	const tape = new Tape();
	const weights = Array.from({ length: 10 }, (_, k) => tape.parameter(`w${k}`, [1, 1], [0.1]));
	const loss = tape.scope('forward', () => {
		let h = tape.input('x', [1, 1], [1]);
		for (const w of weights) h = tape.apply(sigmoid, [tape.apply(matmul, [h, w], undefined)], undefined);
		return tape.apply(sum, [h], {}, 'loss');
	});
	tape.backward(loss);
	const found = saying(tape, 'smallest');
	expect(found.bad).toBe(true);
	expect(found.text).toMatch(/^The gradient is smallest in matmul: \S+ of what it is in sigmoid/);
	expect(found.text).toContain('It vanishes on its way');
});

/** Twelve blocks of two dense layers each in a list, before them an embedding and behind them a head. */
function blocks(): Trace {
	const tape = new Tape();
	const weight = (name: string) => tape.parameter(name, [2, 2], [1, 0.5, -0.5, 1]);
	const dense = (name: string, x: Tensor, of: string) =>
		tape.scope(name, () => tape.apply(matmul, [x, weight(`${of}.w`)], undefined), {
			part: { kind: 'dense' }
		});
	const loss = tape.scope('forward', () => {
		let h = dense('embed', tape.input('x', [1, 2], [1, 2]), 'embed');
		tape.scope('blocks', () => {
			for (let k = 0; k < 12; k++)
				h = tape.scope(`${k}`, () => dense('narrow', dense('wide', h, `h${k}.wide`), `h${k}.narrow`), {
					about: 'Block'
				});
		});
		return tape.apply(sum, [dense('head', h, 'head')], {}, 'loss');
	});
	tape.backward(loss);
	return tape.trace();
}

const told = (rows: readonly Row[]) =>
	rows.map(
		({ name, modules, depth }) =>
			`${' '.repeat(depth)}${name}${modules.length > 1 ? ` × ${modules.length}` : ''}`
	);

test('modules that are alike are one row, which is open where one looks', () => {
	const trace = blocks();
	const { modules, layers } = healthOf(trace);
	expect(layers.length).toBe(26);
	expect(told(rowsOf(modules, [], new Map(), false))).toEqual(['embed', 'blocks.0 … 11 × 12', 'head']);
	const path = ancestry(find(trace.root, 'forward/blocks/7/wide')!);
	const rows = told(rowsOf(modules, path, new Map(), false));
	expect(rows.length).toBe(3 + 12 + 2);
	expect(rows.slice(8, 13)).toEqual([' blocks.6', ' blocks.7', '  wide', '  narrow', ' blocks.8']);
	// What was closed by hand stays closed.
	const run = rowsOf(modules, [], new Map(), false)[1]!;
	expect(told(rowsOf(modules, path, new Map([[keyOf(run), false]]), false)).length).toBe(3);
});

test('a module is told by what it gives and by all that was moved in it', () => {
	const { modules } = healthOf(blocks());
	const block = modules[3]!;
	expect(block.name).toBe('blocks.2');
	expect(block.layer.output).toEqual(block.children.at(-1)!.layer.output);
	expect(block.layer.gradient).toEqual(block.children.at(-1)!.layer.gradient);
});

test('a parameter that the update leaves as it was', () => {
	const { tape } = threeUnits();
	const bias = tape.parameter('left', [1], [1]);
	tape.scope(
		'update',
		() =>
			sgd(
				tape,
				[...tape.trace().tensors.values()].filter((x) => x.name === 'w'),
				{ learningRate: 0.1 }
			),
		{
			phase: 'update'
		}
	);
	expect(saying(tape, 'as they were')).toMatchObject({
		question: 'Which parameters did the update leave as they were?',
		text: 'The update left 1 of 2 parameters as they were: left.',
		at: { tensor: bias, cell: 0 },
		bad: true
	});
});

test('an update whose gradients are NaN leaves no weight as it was', () => {
	const tape = new Tape();
	const w = tape.parameter('w', [2], [0, 1]);
	const spare = tape.parameter('spare', [1], [1]);
	// The logarithm of 0 is −∞ and its gradient 1 ÷ 0; times 0, the gradient of the weight is NaN.
	const loss = tape.scope('forward', () => {
		const logs = tape.apply(log, [tape.apply(mul, [w, w], undefined)], undefined);
		return tape.apply(sum, [logs], {}, 'loss');
	});
	tape.backward(loss);
	tape.scope('update', () => sgd(tape, [w], { learningRate: 0.1 }), { phase: 'update' });
	expect(w.grad!.data).toEqual(new Float64Array([NaN, 2]));
	expect(saying(tape, 'as they were')).toMatchObject({
		text: 'The update left 1 of 2 parameters as they were: spare. It made NaN or infinity of 1 of 2 parameters: w.',
		at: { tensor: spare }
	});
	const layer = healthOf(tape.trace()).layers.find(({ update }) => update)!;
	const update = columnsOf([layer]).find(({ key }) => key === 'update')!;
	expect([layer.update!.value, update.share(layer.update!.value)]).toEqual([NaN, 1]);
});

test('where no gradient comes through a ReLU, it is 0 in every layer before', () => {
	const tape = new Tape();
	const w = tape.parameter('w', [1, 1], [-1]);
	const loss = tape.scope('forward', () => {
		const z = tape.apply(matmul, [tape.input('x', [1, 1], [2]), w], undefined);
		return tape.apply(sum, [tape.apply(matmul, [tape.apply(relu, [z], undefined), w], undefined)], {});
	});
	tape.backward(loss);
	// Of the last product it is 1, which is that of the sum.
	expect(saying(tape, 'is smallest').text).toContain('0.0 of what it is in');
	const dead = new Tape();
	const v = dead.parameter('v', [1, 1], [-1]);
	dead.backward(
		dead.scope('forward', () => {
			const z = dead.apply(matmul, [dead.input('x', [1, 1], [2]), v], undefined);
			const h = dead.apply(relu, [dead.apply(relu, [z], undefined)], undefined);
			return dead.apply(sum, [dead.apply(mul, [h, h], undefined)], {});
		})
	);
	expect(saying(dead, 'The gradient is')).toMatchObject({
		text: 'The gradient is 0 in every layer.',
		bad: true
	});
});

test('of a gradient that a file leaves out, the sum that it goes into says whether it is sound', () => {
	const tape = new Tape();
	const w = tape.parameter('w', [1, 1], [3]);
	const x = tape.input('x', [1, 1], [2]);
	const dense = (name: string, h: Tensor) =>
		tape.scope(name, () => tape.apply(matmul, [h, tape.apply(transpose, [w], {})], undefined), {
			part: { kind: 'dense' }
		});
	const loss = tape.scope('forward', () => tape.apply(sum, [dense('second', dense('first', x))], {}, 'loss'));
	tape.backward(loss);
	const { tensors, leaves } = tape.trace();
	const left = [...tensors.values()].filter((x) => x.gradientOf && x !== w.grad && x.shape.length === 2);
	const uses = left.filter((x) => /^w\.grad:|^transpose/.test(x.name));
	expect(uses.length).toBe(4);
	// As a file says of every tensor that it has, and of none that it has not.
	for (const x of tensors.values())
		if (!uses.includes(x)) Object.defineProperty(x, 'statistics', { value: statisticsOf(x) });
	for (const x of uses)
		Object.defineProperty(x, 'data', {
			get: () => {
				throw new Error(`${x.name} was computed`);
			}
		});
	expect(leaves.some(({ out }) => uses.includes(out))).toBe(true);
	expect(saying(tape, 'no NaN').at).toBe(null);
});

test('a parameter that is frozen, one that nothing reads, and the layers of a second forward', () => {
	const tape = new Tape();
	const x = tape.input('x', [2, 2], [1, 2, 3, 4]);
	const w = tape.parameter('w', [2, 2], [1, -1, 0.5, 2]);
	const still = tape.carried('still', [2, 2], [1, 0, 0, 1], {}, 'parameter', false);
	tape.parameter('spare', [2], [1, 1]);
	const forward = (name: string, weights: Tensor) =>
		tape.scope(
			name,
			() => {
				const h = tape.apply(matmul, [tape.apply(matmul, [x, still], undefined), weights], undefined);
				return tape.apply(sum, [h], {});
			},
			{ part: { kind: 'network' } }
		);
	tape.backward(forward('forward', w));
	const { parameters } = tape.scope('update', () => sgd(tape, [w], { learningRate: 0.1 }), {
		phase: 'update',
		part: { kind: 'update' }
	});
	forward('forward (2)', parameters[0]!);
	const { findings, layers } = healthOf(tape.trace());
	const none = findings.find(({ text }) => text.includes('no gradient'))!;
	expect(none.text).toBe(
		'2 of 3 parameters get no gradient, or 0 throughout, 1 of which need none, 1 of which nothing reads: still and spare.'
	);
	expect(none.at!.tensor.writer!.call.xs).toContain(still);
	expect(layers.map(({ name }) => name)).toEqual([
		'matmul',
		'matmul',
		'forward (2)/matmul',
		'forward (2)/matmul'
	]);
});
