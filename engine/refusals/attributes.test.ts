/** Axes that there are not, and other attributes that cannot be. */
import { refuses, type Row } from './refuses.ts';

refuses('axes and other attributes', [
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
	['reshape', [[2, 3]], { shape: [1.5, 4] }, 'attribute', /\[1\.5,4\]/, /whole numbers from 0 up/],
	['reshape', [[2, 3]], { shape: [0] }, 'shape', /\[0\] takes 0/, /product is 6/],
	[
		'reshape',
		[[2, 0]],
		{ shape: [0, -1] },
		'attribute',
		/−1 of \[0,-1\] could be any size/,
		/give that size/
	],
	['reshape', [[2, 3]], {}, 'attribute', /needs a shape/, /such as \[2, 3\]/],
	['slice', [[4]], { start: 5 }, 'attribute', /start is 5/, /length 4/, /from -4 to 4/],
	['slice', [[4]], { stop: 1.5 }, 'attribute', /stop is 1\.5/, /whole number/],
	['slice', [[4]], { step: 0 }, 'attribute', /step is 0/, /from 1 up/],
	['slice', [[4]], { axis: 1 }, 'attribute', /axis 1 does not exist/, /from -1 to 0/],
	['leakyRelu', [[2]], { negativeSlope: NaN }, 'attribute', /negativeSlope is NaN/, /such as 0\.01/],
	['leakyRelu', [[2]], { negativeSlope: Infinity }, 'attribute', /negativeSlope is Infinity/, /finite/],
	...['mse', 'binaryCrossEntropy', 'binaryCrossEntropyWithLogits'].map((op): Row => [
		op,
		[[2], [2]],
		{ reduction: 'median' },
		'attribute',
		/reduction is "median"/,
		/"mean", "sum" or "none"/
	]),
	[
		'crossEntropy',
		[[1, 2], [1]],
		{ reduction: 'none' },
		'attribute',
		/reduction is "none"/,
		/"mean" or "sum"/
	]
]);
