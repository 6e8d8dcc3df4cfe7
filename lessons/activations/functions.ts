/** The activations that the lesson compares, by what a link calls them. */
import type { Op } from '#engine';
import { elu } from '#engine/ops/elu.ts';
import { gelu } from '#engine/ops/gelu.ts';
import { leakyRelu } from '#engine/ops/leakyRelu.ts';
import { relu } from '#engine/ops/relu.ts';
import { sigmoid } from '#engine/ops/sigmoid.ts';
import { silu } from '#engine/ops/silu.ts';
import { softplus } from '#engine/ops/softplus.ts';
import { tanh } from '#engine/ops/tanh.ts';

/** Each as an op whose attributes may be left out. */
const plainly = (op: unknown) => op as Op<undefined>;

export const FUNCTIONS = {
	sigmoid: plainly(sigmoid),
	tanh: plainly(tanh),
	relu: plainly(relu),
	leakyRelu: plainly(leakyRelu),
	elu: plainly(elu),
	gelu: plainly(gelu),
	silu: plainly(silu),
	softplus: plainly(softplus)
};

export type FunctionName = keyof typeof FUNCTIONS;

export const TITLES = {
	sigmoid: 'sigmoid',
	tanh: 'tanh',
	relu: 'ReLU',
	leakyRelu: 'leaky ReLU',
	elu: 'ELU',
	gelu: 'GELU',
	silu: 'SiLU',
	softplus: 'softplus'
} as const satisfies Record<FunctionName, string>;
