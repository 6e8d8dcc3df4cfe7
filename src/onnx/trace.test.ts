/** A model that was run is a trace like any other: handed to the page, saved as a file and opened again. */
import { describe, expect, test } from 'vitest';
import { toJSON } from '#engine';
import { refill } from '#engine/file/replay.ts';
import { wholly } from '#engine/slices.ts';
import { opNamed } from '#src/ops/all.ts';
import { read } from '#src/open/read.ts';
import { dense, float, model, node, picture, valueInfo, words, type Fields } from './example.ts';
import type { Given } from './inputs.ts';
import { modelIn, questionsOf } from './questions.ts';
import { settingsIn, textOf } from './answers.ts';
import { runModel } from './trace.ts';

const models = { dense: model(dense), picture: model(picture), words: model(words, 11) };

const ran = (bytes: Uint8Array) => {
	const found = modelIn(bytes);
	return runModel(found, questionsOf(found).settings, 'a model');
};

describe.each(Object.entries(models))('%s', (_, bytes) => {
	test('is refilled on the page, number by number', () => {
		const { trace, file, kept } = ran(bytes);
		const again = wholly(refill(file, new Map(Object.entries(file.tensors)), opNamed, kept));
		expect([...again.tensors.keys()].sort()).toEqual([...trace.tensors.keys()].sort());
		expect(again.steps).toBe(trace.steps);
		for (const [name, { data }] of trace.tensors) expect(again.tensors.get(name)!.data, name).toEqual(data);
	});

	test('is saved, and opens with every number as it was', () => {
		const { trace, file } = ran(bytes);
		const opened = read(JSON.stringify(toJSON(trace, { ...file, tensors: {}, ops: [] })));
		expect(opened.checks.reduce((sum, { values }) => sum + values, 0)).toBeGreaterThan(0);
		expect(opened.checks.filter(({ largest }) => largest > 0)).toEqual([]);
	});
});

test('names and parts are those of the nodes', () => {
	const { trace } = ran(models.dense);
	const [forward] = trace.root.children;
	const parts =
		forward!.kind === 'scope'
			? forward!.children.map((node) => [node.name, node.kind === 'scope' && node.part?.kind])
			: [];
	expect(parts).toEqual([
		['fc', 'dense'],
		['act', 'activation'],
		['Softmax 2', 'softmax']
	]);
});

test('what only depends on sizes is no part of the trace; indices are, without steps', () => {
	const { trace, unknown } = ran(models.picture);
	const ops = trace.leaves.filter(({ phase }) => phase === 'forward').map(({ call }) => call.op.name);
	expect(ops).toEqual(['concat', 'concat', 'conv2d', 'MaxPool', 'maxPool2d', 'reshape', 'sum']);
	expect(unknown).toEqual(['MaxPool']);
});

test('weights get gradients, and a given cell is where they start', () => {
	const found = modelIn(models.dense);
	const { settings } = questionsOf(found);
	const x: Given = { shape: [1, 2], fill: 'values', values: [1, 2] };
	const { trace } = runModel(
		found,
		{ ...settings, inputs: { x }, goal: { output: 'y', of: [0, 1] } },
		'a model'
	);
	// a = [5, 11.5, 16], and y is its softmax: ∂y₁/∂a = y₁(δ − y); ∂a/∂b is 1.
	const a = [5, 11.5, 16];
	const total = a.reduce((sum, value) => sum + Math.exp(value), 0);
	const y = a.map((value) => Math.exp(value) / total);
	const expected = y.map((value, k) => y[1]! * (Number(k === 1) - value));
	trace.tensors.get('b')!.grad!.data.forEach((value, k) => expect(value).toBeCloseTo(expected[k]!, 14));
});

test('a function is its nodes, with the attributes of the node that calls it', () => {
	const leak: Fields = [
		[1, 'alpha'],
		[20, 1],
		[21, 'slope']
	];
	const leaky: Fields = [
		[1, 'Leak'],
		[4, 'a'],
		[5, 'b'],
		[6, 'slope'],
		[7, node('LeakyRelu', ['a'], ['b'], [leak])],
		[10, 'own']
	];
	const called: Fields = [...node('Leak', ['x'], ['y'], [float('slope', 0.25)]), [7, 'own']];
	const bytes = model(
		{ nodes: [called], inputs: [valueInfo('x', [2])], outputs: [valueInfo('y', [2])] },
		17,
		[[25, leaky]]
	);
	const found = modelIn(bytes);
	const { settings } = questionsOf(found);
	const x: Given = { shape: [2], fill: 'values', values: [-4, 4] };
	const { trace } = runModel(found, { ...settings, inputs: { x } }, 'a model');
	expect([...trace.tensors.get('b')!.data]).toEqual([-1, 4]);
	expect([...trace.tensors.get('x')!.grad!.data]).toEqual([0.25, 1]);
});

describe('what is asked', () => {
	test('indices are drawn among the rows of their table, and shares start from the largest', () => {
		expect(questionsOf(modelIn(models.words)).settings.inputs['ids']).toEqual({
			shape: [1, 4],
			fill: 'random',
			below: 4
		});
		expect(questionsOf(modelIn(models.dense)).settings.goal).toEqual({ output: 'y', of: 'largest' });
	});

	test('a link holds the answers, and one that does not fit is not taken', () => {
		const questions = questionsOf(modelIn(models.dense));
		const { settings } = questions;
		expect(settingsIn(textOf(settings), questions)).toEqual(settings);
		const cell = { ...settings, goal: { output: 'y', of: [0, 2] } };
		expect(settingsIn(textOf(cell), questions)).toEqual(cell);
		const broken = [
			'',
			'null',
			'[]',
			'{}',
			'{"seed":1.5,"inputs":{},"goal":null}',
			'{"seed":1,"inputs":{"x":3},"goal":null}',
			'{"seed":1,"inputs":{"x":{"shape":["a"],"fill":"ones"}},"goal":null}',
			'{"seed":1,"inputs":{},"goal":{"output":3}}'
		];
		expect(broken.map((text) => settingsIn(text, questions))).toEqual(broken.map(() => null));
	});

	test.each<[string, Given, RegExp]>([
		[
			'a shape that the model does not take',
			{ shape: [1, 3], fill: 'zeros' },
			/takes the shape batch×2, and 1×3 was given/
		],
		['too few numbers', { shape: [1, 2], fill: 'values', values: [1] }, /takes 2 numbers: 1 were given/],
		['a size below 0', { shape: [-1, 2], fill: 'zeros' }, /cannot have an axis of length -1/],
		['more than there is room for', { shape: [1e9, 2], fill: 'zeros' }, /would hold 2000000000 numbers/]
	])('%s is refused', (_, x, message) => {
		const found = modelIn(models.dense);
		const { settings } = questionsOf(found);
		expect(() => runModel(found, { ...settings, inputs: { x } }, 'a model')).toThrow(message);
	});
});
