/** A small trace that uses most of the format: what the tests of reading break in every way they can think of. */
import { Tape, type TraceFile } from '#engine';
import { toJSON } from '#engine/file/json.ts';
import { conv2d } from '#engine/ops/conv2d.ts';
import { crossEntropy } from '#engine/ops/crossEntropy.ts';
import { embedding } from '#engine/ops/embedding.ts';
import { flatten } from '#engine/ops/flatten.ts';
import { matmul } from '#engine/ops/matmul.ts';
import { maxPool2d } from '#engine/ops/maxPool2d.ts';
import { mul } from '#engine/ops/mul.ts';
import { sigmoid } from '#engine/ops/sigmoid.ts';
import { softmax } from '#engine/ops/softmax.ts';
import { sum } from '#engine/ops/sum.ts';
import { sgdStep } from '#engine/ops/sgdStep.ts';

/** As it would be read from a file. */
export const fileOf = (program: (tape: Tape) => unknown): TraceFile => {
	const tape = new Tape();
	program(tape);
	const origin = { lesson: 'example', params: { learningRate: 0.1 }, seed: 7 };
	return JSON.parse(JSON.stringify(toJSON(tape.trace(), origin))) as TraceFile;
};

/** An embedding and a layer, their loss, the way back and an update. */
export const network = (): TraceFile =>
	fileOf((tape) => {
		const words = tape.constant('words', [2], [1, 0], { label: 'words' });
		const E = tape.parameter('E', [2, 2], [1, 2, 3, 4], { names: ['a', 'b'], label: 'embedding' });
		const W = tape.parameter('W_xh', [2, 2], [0.1, -0.2, 0.3, -0], { symbol: 'W_{xh}' });
		const loss = tape.scope(
			'forward',
			() => {
				const x = tape.apply(embedding, [E, words], undefined, 'x');
				const a = tape.scope('layer', () => tape.apply(matmul, [x, W], undefined, 'a'), {
					about: 'A layer without a bias.',
					part: { kind: 'dense' }
				});
				const h = tape.apply(sigmoid, [a], undefined, 'h');
				const q = tape.apply(mul, [h, h], undefined, 'q');
				const p = tape.apply(softmax, [q], { axis: -1 }, 'p');
				return tape.apply(sum, [p], {}, 'L');
			},
			{ part: { kind: 'network' } }
		);
		tape.backward(loss);
		tape.scope('update', () => tape.apply(sgdStep, [W, W.grad!], { learningRate: 0.1 }, 'W_after'), {
			phase: 'update',
			part: { kind: 'update' }
		});
	});

/** A convolution of a picture: attributes of every kind. */
export const convolution = (): TraceFile =>
	fileOf((tape) => {
		const x = tape.input(
			'x',
			[1, 1, 4, 4],
			Array.from({ length: 16 }, (_, k) => k / 16)
		);
		const w = tape.parameter('w', [2, 1, 2, 2], [1, 0, 0, -1, 0.5, 0.5, 0.5, 0.5]);
		const target = tape.constant('target', [1], [1]);
		const loss = tape.scope(
			'forward',
			() => {
				const y = tape.apply(conv2d, [x, w], { stride: 1, padding: 1, dilation: 1 }, 'y');
				const p = tape.apply(maxPool2d, [y], { kernel: 2, stride: 2 }, 'p');
				return tape.apply(
					crossEntropy,
					[tape.apply(flatten, [p], {}, 'z'), target],
					{ reduction: 'mean' },
					'L'
				);
			},
			{ part: { kind: 'network' } }
		);
		tape.backward(loss);
	});
