/** What bad input is told: every message names what was given and says what to change. */
import { describe, expect, test } from 'vitest';
import { BackstepError, Tape, size, type Op, type Problem, type Shape } from './index.ts';

const modules = import.meta.glob<Record<string, Op>>('./ops/*.ts', { eager: true });
const ops = new Map(
	Object.values(modules)
		.flatMap((module) => Object.values(module))
		.filter((op) => typeof op === 'object')
		.map((op) => [op.name, op])
);

/** An input by its shape, with ones in it, or by its shape and values. */
type Given = Shape | { shape: Shape; values: readonly number[] };
type Row = readonly [
	op: string,
	given: readonly Given[],
	attrs: unknown,
	problem: Problem,
	...parts: RegExp[]
];

const list = (...values: number[]): Given => ({ shape: [values.length], values });
const image = [1, 1, 4, 4];

const rows: Row[] = [
	// Shapes that do not fit
	...['add', 'sub', 'mul', 'div'].map((op): Row => [
		op,
		[[2, 3], [2]],
		undefined,
		'shape',
		/2×3 and 2\b/,
		/axis -1.*length 3.*2/,
		/make them equal, or one of them 1/
	]),
	[
		'matmul',
		[
			[2, 3],
			[2, 3]
		],
		undefined,
		'shape',
		/2×3 times 2×3/,
		/3 columns.*2 rows/,
		/must be equal/
	],
	['matmul', [[3], [3, 2]], undefined, 'shape', /shape 3\b/, /reshape it to two axes, such as 1×3/],
	[
		'matmul',
		[
			[2, 2, 3],
			[3, 3, 2]
		],
		undefined,
		'shape',
		/length 2 in one and 3 in the other/,
		/make them equal/
	],
	['accumulate', [[2], [3]], undefined, 'shape', /2 and 3/, /must be the same/],
	['mse', [[2, 3], [3]], {}, 'shape', /x and target have shapes 2×3 and 3/, /must be the same/],
	['binaryCrossEntropy', [[2], [3]], {}, 'shape', /p and target have shapes 2 and 3/, /must be the same/],
	[
		'binaryCrossEntropyWithLogits',
		[[2, 1], [2]],
		{},
		'shape',
		/logits and target have shapes 2×1 and 2/,
		/must be the same/
	],
	[
		'crossEntropy',
		[[3], [1]],
		{},
		'shape',
		/logits have shape 3\b/,
		/two axes \(rows × classes\), such as 1×3/
	],
	[
		'crossEntropy',
		[[2, 3], [3]],
		{},
		'shape',
		/targets have shape 3\b/,
		/one class index for each of the 2 rows/
	],
	[
		'crossEntropy',
		[
			[2, 3],
			[2, 3]
		],
		{},
		'shape',
		/targets have shape 2×3/,
		/one class index for each/
	],
	[
		'concat',
		[
			[2, 3],
			[3, 2]
		],
		{ axis: 0 },
		'shape',
		/2×3 and 3×2/,
		/axis 0/,
		/make all other axes equal/
	],
	['concat', [[], []], {}, 'shape', /single number/, /reshape it to \[1\]/],
	['reshape', [[2, 3]], { shape: [4, 2] }, 'shape', /2×3 holds 6/, /\[4,2\] takes 8/, /product is 6/],
	['reshape', [[2, 3]], { shape: [4, -1] }, 'shape', /multiples of 4/, /product is 6/],
	['transpose', [[3]], {}, 'shape', /shape 3\b/, /give it two axes or more/],
	['flatten', [[]], {}, 'shape', /single number/, /reshape/],
	['slice', [[]], {}, 'shape', /single number/, /reshape/],
	...['softmax', 'logSoftmax'].map((op): Row => [
		op,
		[[]],
		{},
		'shape',
		/single number/,
		/reshape it to \[1\]/
	]),
	[
		'sgdStep',
		[[2], [3]],
		{ learningRate: 0.1 },
		'shape',
		/parameter and direction.*2 and 3/,
		/must be the same/
	],
	['sgdVelocity', [[2], [3]], {}, 'shape', /parameter and gradient/, /must be the same/],
	['sgdVelocity', [[2], [2], [3]], { momentum: 0.9 }, 'shape', /parameter and velocity.*2 and 3/],

	// Convolution and pooling
	[
		'conv2d',
		[image, [1, 1, 5, 5]],
		{},
		'shape',
		/kernel \(5×5\).*padded input \(4×4\)/,
		/raise padding to 1/
	],
	[
		'conv2d',
		[image, [1, 1, 3, 3]],
		{ dilation: 2 },
		'shape',
		/spread by dilation to 5×5/,
		/raise padding|dilation smaller/
	],
	['conv2d', [image, [1, 2, 3, 3]], {}, 'shape', /kernel has 2 channels.*input has 1/, /need 1/],
	['conv2d', [image, [2, 1, 3, 3], [3]], {}, 'shape', /bias has shape 3\b/, /2 kernels/],
	[
		'conv2d',
		[
			[4, 4],
			[1, 1, 3, 3]
		],
		{},
		'shape',
		/input has shape 4×4/,
		/four axes/
	],
	['conv2d', [image, [3, 3]], {}, 'shape', /weights have shape 3×3/, /four axes/],
	['conv2d', [image, [1, 1, 3, 3]], { stride: 1.5 }, 'attribute', /stride is 1\.5/, /whole number from 1 up/],
	['conv2d', [image, [1, 1, 3, 3]], { stride: 0 }, 'attribute', /stride is 0/, /from 1 up/],
	['conv2d', [image, [1, 1, 3, 3]], { padding: -1 }, 'attribute', /padding is -1/, /from 0 up/],
	['conv2d', [image, [1, 1, 3, 3]], { dilation: [1, 0] }, 'attribute', /dilation is \[1,0\]/, /from 1 up/],
	[
		'conv2d',
		[image, [1, 1, 3, 3]],
		{ groups: 2 },
		'attribute',
		/2 groups do not divide 1 channels/,
		/divides both/
	],
	['conv2d', [image, [1, 1, 3, 3]], { groups: 0.5 }, 'attribute', /groups is 0\.5/, /from 1 up/],
	...['maxPool2d', 'avgPool2d'].flatMap((op): Row[] => [
		[op, [[4, 4]], { kernel: 2 }, 'shape', /shape 4×4/, /four axes/],
		[op, [image], {}, 'attribute', /needs a kernel/, /such as 2/],
		[op, [image], { kernel: 5 }, 'shape', /kernel \(5×5\).*padded input \(4×4\)/, /kernel smaller/],
		[op, [image], { kernel: 2, stride: 0.5 }, 'attribute', /stride is 0\.5/, /whole number from 1 up/],
		[op, [image], { kernel: 2, padding: 2 }, 'attribute', /padding 2×2.*half the kernel \(2×2\)/, /smaller/],
		[op, [image], { kernel: [2, 2, 2] }, 'attribute', /kernel is \[2,2,2\]/, /or two of them/],
		[op, [image], { kernel: 0 }, 'attribute', /kernel is 0/, /from 1 up/]
	]),

	// Axes and other attributes
	...['softmax', 'logSoftmax'].flatMap((op): Row[] => [
		[op, [[2, 3]], { axis: 2 }, 'attribute', /axis 2 does not exist/, /2×3/, /from -2 to 1/],
		[op, [[2, 3]], { axis: 0.5 }, 'attribute', /axis 0\.5/, /from -2 to 1/]
	]),
	...['sum', 'mean'].flatMap((op): Row[] => [
		[op, [[2, 3]], { axes: [-3] }, 'attribute', /axis -3 does not exist/, /from -2 to 1/],
		[op, [[2, 3]], { axes: [1, -1] }, 'attribute', /\[1,-1\] name an axis twice/, /each once/]
	]),
	['concat', [[2], [2]], { axis: 1 }, 'attribute', /axis 1 does not exist/, /from -1 to 0/],
	['flatten', [[3]], {}, 'attribute', /axis 1 does not exist/, /from -1 to 0/],
	['transpose', [[2, 3]], { axes: [0, 0] }, 'attribute', /\[0,0\]/, /2×3/, /each of its axes, \[0,1\], once/],
	['transpose', [[2, 3]], { axes: [0] }, 'attribute', /axes are \[0\]/, /\[0,1\], once/],
	['reshape', [[2, 3]], { shape: [-1, -1] }, 'attribute', /\[-1,-1\]/, /−1 at most once/],
	['reshape', [[2, 3]], { shape: [1.5, 4] }, 'attribute', /\[1\.5,4\]/, /whole numbers from 1 up/],
	['reshape', [[2, 3]], { shape: [0] }, 'attribute', /\[0\]/, /from 1 up/],
	['reshape', [[2, 3]], {}, 'attribute', /needs a shape/, /such as \[2, 3\]/],
	['slice', [[4]], { start: 5 }, 'attribute', /start is 5/, /length 4/, /from -4 to 4/],
	['slice', [[4]], { stop: 1.5 }, 'attribute', /stop is 1\.5/, /whole number/],
	[
		'slice',
		[[4]],
		{ start: 3, stop: 1 },
		'attribute',
		/from 3 to 1 nothing is taken/,
		/stop larger than start/
	],
	['slice', [[4]], { step: 0 }, 'attribute', /step is 0/, /from 1 up/],
	['slice', [[4]], { axis: 1 }, 'attribute', /axis 1 does not exist/, /from -1 to 0/],
	['leakyRelu', [[2]], { negativeSlope: NaN }, 'attribute', /negativeSlope is NaN/, /such as 0\.01/],
	['leakyRelu', [[2]], { negativeSlope: Infinity }, 'attribute', /negativeSlope is Infinity/, /finite/],
	...['mse', 'binaryCrossEntropy', 'binaryCrossEntropyWithLogits'].map((op): Row => [
		op,
		[[2], [2]],
		{ reduction: 'none' },
		'attribute',
		/reduction is "none"/,
		/"mean" or "sum"/
	]),
	[
		'crossEntropy',
		[[1, 2], [1]],
		{ reduction: 'none' },
		'attribute',
		/reduction is "none"/,
		/"mean" or "sum"/
	],
	['sgdStep', [[2], [2]], {}, 'attribute', /learningRate is undefined/, /such as 0\.1/],
	['sgdStep', [[2], [2]], { learningRate: -1 }, 'attribute', /learningRate is -1/, /from 0 up/],
	['sgdVelocity', [[2], [2]], { momentum: NaN }, 'attribute', /momentum is NaN/, /such as 0\.9/],
	['sgdVelocity', [[2], [2]], { weightDecay: -0.1 }, 'attribute', /weightDecay is -0\.1/, /from 0 up/],

	// Sequences, masks and clipping
	['select', [[2, 3]], { index: 2 }, 'attribute', /index is 2/, /axis 0 of 2×3 has length 2/, /from -2 to 1/],
	['select', [[2, 3]], {}, 'attribute', /index is undefined/, /whole number from -2 to 1/],
	['select', [[2, 3]], { axis: 2, index: 0 }, 'attribute', /axis 2 does not exist/],
	['select', [[]], { index: 0 }, 'shape', /single number/, /reshape it to \[1\]/],
	['stack', [[2], [3]], {}, 'shape', /shapes 2 and 3 differ/, /must be the same/],
	['stack', [[2], [2]], { axis: 2 }, 'attribute', /new axis 2.*shape 2/, /from -2 to 1/],
	['where', [[2], [3], [2]], undefined, 'shape', /3 and 2 do not broadcast/, /make them equal/],
	['where', [list(1, 0.5), [2], [2]], undefined, 'value', /x0 holds 0\.5 at position 1/, /give 1 .* or 0/],
	['embedding', [[3], [2]], {}, 'shape', /table has shape 3\b/, /two axes, words × features/],
	['embedding', [[3, 2], list(0, 3)], {}, 'value', /x1 holds 3 at position 1/, /from 0 to 2/],
	['embedding', [[3, 2], list(-1)], {}, 'value', /x1 holds -1/, /from 0 to 2/],
	['embedding', [[3, 2], list(0.5)], {}, 'value', /x1 holds 0\.5/, /whole number from 0 to 2/],
	[
		'embedding',
		[[3, 2], [1]],
		{ paddingIndex: 3 },
		'attribute',
		/paddingIndex is 3/,
		/3 rows/,
		/from -3 to 2/
	],
	['dropout', [[2]], { p: 1.5 }, 'attribute', /p is 1\.5/, /from 0 to 1/],
	['dropout', [[2]], { p: NaN }, 'attribute', /p is NaN/, /such as 0\.5/],
	['dropout', [[2]], { seed: 0.5 }, 'attribute', /seed is 0\.5/, /whole number/],
	['clip', [[2]], {}, 'attribute', /min is undefined and max is undefined/, /at least one number/],
	['clip', [[2]], { min: 1, max: -1 }, 'attribute', /min 1 is larger than max -1/, /smaller of the two/],
	['clip', [[2]], { min: NaN }, 'attribute', /min is NaN/],

	// Normalization, and choosing from a row
	...['layerNorm', 'batchNorm'].map((op): Row => [
		op,
		[[2, 3]],
		{ epsilon: -1 },
		'attribute',
		/epsilon is -1/,
		/such as 1e-5/
	]),
	['layerNorm', [[]], {}, 'shape', /single number/, /reshape it to \[1\]/],
	['layerNorm', [[2, 3], [2]], {}, 'shape', /shape 2\b/, /rows have 3 numbers/, /give it shape 3/],
	['batchNorm', [[3]], {}, 'shape', /shape 3\b/, /batch × features/],
	['batchNorm', [[2, 3], [2]], {}, 'shape', /shape 2\b/, /axis 1 .* length 3/, /give it shape 3/],
	['batchNorm', [[2, 3], [3], [3], [3]], {}, 'shape', /comes with a running variance/, /give both/],
	[
		'batchNorm',
		[[2, 2], [2], [2], [2], list(1, -1)],
		{},
		'value',
		/variance x4 holds -1 at position 1/,
		/from 0 up/
	],
	['runningStatistic', [[2], [3, 2]], {}, 'attribute', /statistic is undefined/, /"mean" or "variance"/],
	['runningStatistic', [[2], [3, 2]], { statistic: 'mean', momentum: 1 }, 'attribute', /momentum is 1/],
	['runningStatistic', [[3], [3, 2]], { statistic: 'mean' }, 'shape', /3 and the batch 3×2/, /along axis 1/],
	['runningStatistic', [[2], [1, 2]], { statistic: 'variance' }, 'shape', /1×2, 1 number/, /at least 2/],
	['gelu', [[2]], { approximate: 'erf' }, 'attribute', /approximate is "erf"/, /"none" or "tanh"/],
	['argmax', [[]], undefined, 'shape', /single number/, /reshape it to \[1\]/],
	['multinomial', [[]], {}, 'shape', /single number/, /reshape it to \[1\]/],
	['multinomial', [[2]], { seed: 0.5 }, 'attribute', /seed is 0\.5/, /whole number/],
	['multinomial', [list(0.5, -0.5)], {}, 'value', /x0 holds -0\.5 at position 1/, /softmax/],
	['multinomial', [list(0, 0)], {}, 'value', /row 0 of x0 is 0 throughout/, /above 0/],

	// Optimizers
	...['adamFirst', 'adamSecond', 'rmspropAverage'].flatMap((op): Row[] => {
		const decay = { adamFirst: 'beta1', adamSecond: 'beta2' }[op] ?? 'alpha';
		return [
			[op, [[2], [3]], {}, 'shape', /gradient and average have shapes 2 and 3/, /must be the same/],
			[op, [[2]], { [decay]: 1 }, 'attribute', new RegExp(`${decay} is 1`), /from 0 up and below 1/],
			[op, [[2]], { [decay]: NaN }, 'attribute', /is NaN/, /such as 0\.9/]
		];
	}),
	['rmspropDirection', [[2], [3]], {}, 'shape', /gradient and average.*2 and 3/, /must be the same/],
	['rmspropDirection', [[2], [2], [3]], {}, 'shape', /gradient and direction.*2 and 3/],
	['rmspropDirection', [[2], [2]], { momentum: -1 }, 'attribute', /momentum is -1/, /such as 0\.9/],
	['rmspropDirection', [[2], [2]], { epsilon: -1 }, 'attribute', /epsilon is -1/, /such as 1e-8/],
	['adamStep', [[2], [3], [2]], { learningRate: 1, step: 1 }, 'shape', /parameter and first.*2 and 3/],
	['adamStep', [[2], [2], [3]], { learningRate: 1, step: 1 }, 'shape', /parameter and second.*2 and 3/],
	['adamStep', [[2], [2], [2]], { step: 1 }, 'attribute', /learningRate is undefined/, /such as 0\.001/],
	['adamStep', [[2], [2], [2]], { learningRate: 1, step: 0 }, 'attribute', /step is 0/, /from 1 up/],
	['adamStep', [[2], [2], [2]], { learningRate: 1, step: 1, beta1: 1 }, 'attribute', /beta1 is 1/, /below 1/],

	// Values
	['crossEntropy', [[2, 3], list(0, 3)], {}, 'value', /x1 holds 3 at position 1/, /from 0 to 2/],
	['crossEntropy', [[2, 3], list(-1, 0)], {}, 'value', /x1 holds -1 at position 0/, /from 0 to 2/],
	['crossEntropy', [[1, 3], list(0.5)], {}, 'value', /x1 holds 0\.5/, /whole number from 0 to 2/],
	[
		'binaryCrossEntropy',
		[list(0.5, 1.5), [2]],
		{},
		'value',
		/x0 holds 1\.5 at position 1/,
		/between 0 and 1/,
		/sigmoid/
	],
	[
		'binaryCrossEntropy',
		[list(0.5, 1), list(1, -1)],
		{},
		'value',
		/target x1 holds -1 at position 1/,
		/0 for no, 1 for yes/
	],
	[
		'binaryCrossEntropyWithLogits',
		[list(5, -5), list(2, 0)],
		{},
		'value',
		/target x1 holds 2 at position 0/,
		/0 for no/
	]
];

/** What `body` throws. */
function thrown(body: () => unknown): unknown {
	try {
		body();
	} catch (error) {
		return error;
	}
	return null;
}

const ones = (shape: Shape) => new Float64Array(size(shape)).fill(1);

function apply(name: string, given: readonly Given[], attrs: unknown) {
	const tape = new Tape();
	const xs = given.map((x, k) =>
		'shape' in x ? tape.input(`x${k}`, x.shape, x.values) : tape.input(`x${k}`, x, ones(x))
	);
	return tape.apply(ops.get(name)!, xs, attrs);
}

describe('bad input', () => {
	test.each(rows.map((row) => [row[0], JSON.stringify(row[1]), JSON.stringify(row[2]) ?? '', row] as const))(
		'%s of %s %s',
		(_, __, ___, [name, given, attrs, problem, ...parts]) => {
			const error = thrown(() => apply(name, given, attrs));
			expect(error).toBeInstanceOf(BackstepError);
			const { message, problem: kind } = error as BackstepError;
			expect(kind).toBe(problem);
			expect(message).toMatch(new RegExp(`^${name}`));
			for (const part of parts) expect(message).toMatch(part);
		}
	);

	test('every op that can refuse something is in the table', () => {
		// These take any number of any shape.
		const easy = ['detach', 'exp', 'log', 'neg', 'norm', 'onesLike', 'relu', 'sigmoid', 'tanh'];
		const named = new Set([...rows.map(([op]) => op), ...easy]);
		// Activations and arithmetic that a later file adds may be as easy: they are held to the tests below.
		const refusing = [...ops.values()].filter((op) => !['activation', 'arithmetic'].includes(op.family));
		expect(rows.every(([op]) => ops.has(op))).toBe(true);
		expect(refusing.map((op) => op.name).filter((name) => !named.has(name))).toEqual([]);
	});
});

describe.each([...ops])('%s', (name, op) => {
	test('takes as many tensors as it says', () => {
		const { attrs } = op.example();
		if (!op.variadic) {
			const error = thrown(() =>
				apply(
					name,
					Array.from({ length: op.inputs.length + 1 }, () => [1]),
					attrs
				)
			);
			expect(error).toBeInstanceOf(BackstepError);
			expect((error as Error).message).toMatch(`${name} takes ${op.inputs.join(', ')}`);
			expect((error as Error).message).toMatch(`${op.inputs.length + 1} tensors were given`);
		}
		expect(thrown(() => apply(name, [], attrs))).toBeInstanceOf(BackstepError);
	});
});

describe('given tensors', () => {
	test.each([NaN, Infinity, -Infinity])('are finite: %s is refused, and so where it lies', (bad) => {
		const error = thrown(() => new Tape().input('x', [2, 2], [1, 2, bad, 4]));
		expect(error).toBeInstanceOf(BackstepError);
		expect((error as Error).message).toBe(`x holds ${bad} at row 1, column 0: give a finite number`);
	});

	test('may be −∞ in a constant, which is what a mask puts in the place of a score', () => {
		expect(new Tape().constant('masked', [], [-Infinity]).data[0]).toBe(-Infinity);
		for (const bad of [NaN, Infinity])
			expect(thrown(() => new Tape().constant('x', [2], [-Infinity, bad]))).toBeInstanceOf(BackstepError);
	});

	test('have as many values as their shape has cells', () => {
		const error = thrown(() => new Tape().input('x', [2, 3], [1, 2, 3]));
		expect(error).toBeInstanceOf(BackstepError);
		expect((error as Error).message).toMatch(/x has shape 2×3, so it takes 6 values: 3 were given/);
	});

	test('have sizes from 1 up', () => {
		const error = thrown(() => new Tape().input('x', [2, 0], []));
		expect((error as Error).message).toMatch(/shape 2×0: every size must be a whole number from 1 up/);
	});

	test('backward starts from a single number', () => {
		const tape = new Tape();
		const error = thrown(() => tape.backward(tape.input('x', [2], [1, 2])));
		expect(error).toBeInstanceOf(BackstepError);
		expect((error as Error).message).toMatch(/x has shape 2: reduce it with sum, mean or a loss first/);
	});
});
