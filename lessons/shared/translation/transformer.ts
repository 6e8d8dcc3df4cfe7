/** The trained Transformer of the translation lessons. */
import type { Tape } from '#engine';
import { namedParameters, transformerShapes, type StateDict } from '#engine/layers/stateDict.ts';
import weights from './transformer.json' with { type: 'json' };
import { english, french } from './words.ts';

export const { heads, model, trainedOn, heldOut, heldOutRight } = weights;

const shapes = transformerShapes({
	model,
	feedForward: weights.feedForward,
	encoderLayers: weights.blocks,
	decoderLayers: weights.blocks,
	sourceWords: english.length,
	targetWords: french.length,
	finalNorm: false
});

/** A stored weight's numbers. */
export const storedValues = (name: keyof typeof weights.tensors): readonly number[] =>
	weights.tensors[name].data;

/** The stored weights as parameters under PyTorch's names, or those of another trace. */
export function parameters(tape: Tape, given?: (name: string) => ArrayLike<number> | undefined): StateDict {
	const stored = Object.entries(weights.tensors).map(([name, { data }]) => [name, given?.(name) ?? data]);
	return namedParameters(tape, shapes, Object.fromEntries(stored) as Record<string, ArrayLike<number>>, {
		'source.weight': english,
		'target.weight': french,
		'output.weight': french,
		'output.bias': french
	});
}
