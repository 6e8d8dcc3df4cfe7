/** Shapes that do not fit together: the message says both, and which to change. */
import { refuses, type Row } from './refuses.ts';

refuses('shapes that do not fit', [
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
	...['gather', 'scatterAdd'].map((op): Row => [
		op,
		[[2, 3], [3, 1], ...(op === 'gather' ? [] : [[3, 1]])],
		{},
		'shape',
		/indices of shape 3×1 do not fit x of shape 2×3/,
		/none but axis 1 longer/
	]),
	['scatterAdd', [[], [], []], {}, 'shape', /a single number/, /reshape it to \[1\]/],
	['scatterAdd', [[3], [2], [3]], {}, 'shape', /source has shape 3 and the indices 2/, /one index for each/],
	['matmul', [[3], [2, 2]], undefined, 'shape', /3 times 2×2/, /3 columns.*2 rows/, /must be equal/],
	['matmul', [[], [3, 2]], undefined, 'shape', /a single number/, /use mul, or reshape it to \[1\]/],
	[
		'sum',
		[[]],
		{ axes: [1] },
		'attribute',
		/single number, which has no axis 1/,
		/reshape it to \[1\], or leave the axis out/
	],
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
		/targets have shape 1\b/,
		/logits 3 have their classes along axis 0: give .* a single number/
	],
	[
		'crossEntropy',
		[[2, 3], [3]],
		{},
		'shape',
		/targets have shape 3\b/,
		/classes along axis 1: give one class index for each of the rest, shape 2/
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
	['crossEntropy', [[], []], {}, 'shape', /logits are a single number/, /give a number for each class/],
	[
		'crossEntropy',
		[
			[2, 3, 4],
			[2, 3]
		],
		{},
		'shape',
		/targets have shape 2×3/,
		/logits 2×3×4 have their classes along axis 1: give .* shape 2×4/
	],
	[
		'batchNorm',
		[[1, 3]],
		{},
		'shape',
		/shape 1×3, one number for each column/,
		/give a batch of two or more, or a running mean/
	],
	['batchNorm', [[1, 3, 1, 1]], {}, 'shape', /one number for each channel/, /which has no variance/]
]);
