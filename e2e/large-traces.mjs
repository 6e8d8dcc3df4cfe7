/**
 * Traces at the limits of what can be opened, each large in one way: many ops with their way back, many tensors that are
 * given, many numbers in few tensors. What opening them costs is measured by `npm run bench:browser`.
 */
const OPS = 10_000;
const INPUTS = 100_000;
const WIDTH = 600;
const HEIGHT = 1000;

const file = (lesson, tensors, ops, scopes) =>
	JSON.stringify({
		format: 'backstep-trace',
		version: '1.1',
		lesson,
		params: {},
		seed: null,
		tensors,
		ops,
		scopes: {
			name: 'trace',
			children: [...scopes, { name: 'backward', phase: 'backward', loss: 'L', children: [] }]
		}
	});

const tensor = (role, shape, data) => ({ shape, dtype: 'float64', role, data });
const op = (id, name, inputs, writes, attrs = {}) => ({
	id,
	op: name,
	phase: 'forward',
	attrs,
	inputs,
	writes
});

/** A number doubled and halved in turn, in scopes of ten ops: 10,000 ops, and 10,000 more on the way back. */
export function manyOps() {
	const tensors = { x0: tensor('parameter', [1], [1]), two: tensor('parameter', [1], [2]) };
	const ops = [];
	const layers = [];
	for (let k = 0; k < OPS; k++) {
		const name = k === OPS - 1 ? 'L' : `x${k + 1}`;
		tensors[name] = tensor('intermediate', [1], [k % 2 ? 1 : 2]);
		ops.push(op(k, k % 2 ? 'div' : 'mul', [`x${k}`, 'two'], name));
		if (k % 10 === 0) layers.push({ name: `layer ${k / 10}`, children: [] });
		layers.at(-1).children.push(k);
	}
	return file('many ops', tensors, ops, [{ name: 'forward', children: layers }]);
}

/** 100,000 tensors of one number each, two of which are multiplied. */
export function manyInputs() {
	const tensors = {};
	for (let k = 0; k < INPUTS; k++) tensors[`x${k}`] = tensor('input', [1], [1]);
	tensors.L = tensor('intermediate', [1], [1]);
	return file(
		'many inputs',
		tensors,
		[op(0, 'mul', ['x0', 'x1'], 'L')],
		[{ name: 'forward', children: [0] }]
	);
}

/** A layer of 600 × 1000 weights, and the sum of what it gives. */
export function manyParameters() {
	const tensors = {
		x: tensor('input', [1, WIDTH], Array(WIDTH).fill(1)),
		W: tensor('parameter', [WIDTH, HEIGHT], Array(WIDTH * HEIGHT).fill(0.5)),
		y: tensor('intermediate', [1, HEIGHT], Array(HEIGHT).fill(WIDTH / 2)),
		L: tensor('intermediate', [], [(WIDTH / 2) * HEIGHT])
	};
	const ops = [op(0, 'matmul', ['x', 'W'], 'y'), op(1, 'sum', ['y'], 'L')];
	return file('many parameters', tensors, ops, [{ name: 'forward', children: [0, 1] }]);
}
