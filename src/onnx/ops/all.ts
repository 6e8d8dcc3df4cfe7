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
import { recurrences } from './recurrent.ts';
import { reductions } from './reduce.ts';
import { resizing } from './resize.ts';
import { shapes } from './shapes.ts';
import { softmaxes } from './softmax.ts';
import { logic } from './wholeNumbers.ts';

export const handlers: Handlers = {
	...attentions,
	...control,
	...convolutions,
	...elementwise,
	...given,
	...indexing,
	...logic,
	...matrices,
	...norms,
	...poolings,
	...recurrences,
	...reductions,
	...resizing,
	...shapes,
	...softmaxes
};
