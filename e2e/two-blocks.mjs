/**
 * A Transformer with two blocks on either side, as a trace file: the lessons' trained model has one, and `npm run bench:browser`
 * also measures steps in the larger one. Its weights are drawn, its sizes those of the lessons. Needs `npm run build:engine`.
 */
import {
	crossEntropy,
	namedParameters,
	random,
	Tape,
	toJSON,
	transformer,
	transformerOf,
	transformerShapes
} from '../dist/engine/index.js';

const HEADS = 2;
const WORDS = 40;

export function twoBlocks() {
	const tape = new Tape();
	const words = (name, list) => tape.constant(name, [list.length], list);
	const [source, target, said] = [
		words('source', [3, 9, 4, 7]),
		words('target', [1, 5, 8, 6]),
		words('said', [5, 8, 6, 2])
	];
	const shapes = transformerShapes({
		model: 16,
		feedForward: 32,
		encoderLayers: 2,
		decoderLayers: 2,
		sourceWords: WORDS,
		targetWords: WORDS,
		finalNorm: false
	});
	const named = namedParameters(tape, shapes, random(1));
	const logits = tape.scope(
		'forward',
		() => transformer(tape, source, target, transformerOf(tape, named, HEADS)).logits
	);
	const loss = tape.scope('loss', () =>
		tape.apply(crossEntropy, [logits, said], { reduction: 'mean' }, { name: 'loss', symbol: 'L' })
	);
	tape.backward(loss);
	return toJSON(tape.trace(), { lesson: 'two-blocks', params: {}, seed: 1 });
}
