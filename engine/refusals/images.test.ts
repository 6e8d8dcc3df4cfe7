/** What convolution and pooling refuse. */
import { image, refuses, type Row } from './refuses.ts';

refuses('convolution and pooling', [
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
	[
		'convTranspose2d',
		[
			[4, 4],
			[1, 1, 3, 3]
		],
		{},
		'shape',
		/input has shape 4×4/,
		/four axes/
	],
	[
		'convTranspose2d',
		[image, [3, 3]],
		{},
		'shape',
		/weights have shape 3×3/,
		/channels of the input × channels/
	],
	[
		'convTranspose2d',
		[image, [2, 1, 3, 3]],
		{},
		'shape',
		/kernels for 2 channels.*input has 1/,
		/first axis of 1/
	],
	[
		'convTranspose2d',
		[image, [1, 2, 3, 3], [3]],
		{},
		'shape',
		/bias has shape 3\b/,
		/2 channels.*give it shape 2/
	],
	[
		'convTranspose2d',
		[image, [1, 1, 3, 3]],
		{ groups: 2 },
		'attribute',
		/2 groups do not divide 1/,
		/choose/
	],
	[
		'convTranspose2d',
		[image, [1, 1, 3, 3]],
		{ stride: 2, outputPadding: [1, 2] },
		'attribute',
		/outputPadding is 2, with stride 2/,
		/below 2/
	],
	['convTranspose2d', [image, [1, 1, 1, 1]], { padding: 2 }, 'shape', /padding 2×2 .*leaves 0×0/, /smaller/],
	...['maxPool2d', 'avgPool2d'].flatMap((op): Row[] => [
		[op, [[4, 4]], { kernel: 2 }, 'shape', /shape 4×4/, /four axes/],
		[op, [image], {}, 'attribute', /needs a kernel/, /such as 2/],
		[op, [image], { kernel: 5 }, 'shape', /kernel \(5×5\).*padded input \(4×4\)/, /kernel smaller/],
		[op, [image], { kernel: 2, stride: 0.5 }, 'attribute', /stride is 0\.5/, /whole number from 1 up/],
		[op, [image], { kernel: 2, padding: 2 }, 'attribute', /padding 2×2.*half the kernel \(2×2\)/, /smaller/],
		[op, [image], { kernel: [2, 2, 2] }, 'attribute', /kernel is \[2,2,2\]/, /or two of them/],
		[op, [image], { kernel: 0 }, 'attribute', /kernel is 0/, /from 1 up/]
	])
]);
