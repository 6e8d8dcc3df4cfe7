/** What each op of ONNX becomes, by its name. */
import type { Handlers } from '../call.ts';
import { attentions } from './attention.ts';
import { control } from './control.ts';
import { convolutions } from './convolution.ts';
import { elementwise } from './elementwise.ts';
import { given } from './given.ts';
import { indexing } from './indexing.ts';
import { matrices } from './matrix.ts';
import { norms } from './normalization.ts';
import { poolings } from './pooling.ts';
import { quantization } from './quantization.ts';
import { recurrences } from './recurrent.ts';
import { reductions } from './reduce.ts';
import { resizing } from './resize.ts';
import { shapes } from './shapes.ts';
import { softmaxes } from './softmax.ts';
import { logic } from './wholeNumbers.ts';

/** By what they do, as the documentation lists them. */
export const groups: Readonly<Record<string, Handlers>> = {
	'Arithmetic, functions and activations': elementwise,
	'Products of matrices': matrices,
	Convolution: convolutions,
	Pooling: poolings,
	Normalization: norms,
	'Softmax and losses': softmaxes,
	Attention: attentions,
	'Recurrent layers': recurrences,
	Reductions: reductions,
	'Shapes and order': shapes,
	'Choosing and placing numbers': indexing,
	'Images of another size': resizing,
	'Comparisons, logic and bits': logic,
	Quantization: quantization,
	'Constants and random numbers': given,
	'Graphs in graphs': control
};

export const handlers: Handlers = Object.assign({}, ...Object.values(groups));
