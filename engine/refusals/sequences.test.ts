/** What the ops of sequences and Transformers refuse. */
import { list, refuses, type Row } from './refuses.ts';

refuses('sequences, masks and clipping', [
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
	['multinomial', [[]], {}, 'shape', /single number/, /reshape it to \[1\]/],
	['multinomial', [[2]], { seed: 0.5 }, 'attribute', /seed is 0\.5/, /whole number/],
	['multinomial', [list(0.5, -0.5)], {}, 'value', /x0 holds -0\.5 at position 1/, /softmax/],
	['multinomial', [list(0, 0)], {}, 'value', /row 0 of x0 is 0 throughout/, /above 0/]
]);
