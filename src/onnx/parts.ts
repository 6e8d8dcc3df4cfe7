/** What a node is as a part of a network, which decides how it is drawn: by its op, and whether it has weights. */
import type { Part } from '#engine';
import type { Value } from './value.ts';

const KINDS: Readonly<Record<string, Part>> = {
	Conv: { kind: 'convolution' },
	ConvTranspose: { kind: 'convolution' },
	MaxPool: { kind: 'pooling' },
	AveragePool: { kind: 'pooling' },
	LpPool: { kind: 'pooling' },
	GlobalAveragePool: { kind: 'pooling' },
	GlobalMaxPool: { kind: 'pooling' },
	Softmax: { kind: 'softmax' },
	LogSoftmax: { kind: 'softmax' },
	Dropout: { kind: 'dropout' },
	Attention: { kind: 'attention' },
	BatchNormalization: { kind: 'norm', norm: 'batch' },
	LayerNormalization: { kind: 'norm', norm: 'layer' },
	InstanceNormalization: { kind: 'norm', norm: 'instance' },
	GroupNormalization: { kind: 'norm', norm: 'group' },
	RMSNormalization: { kind: 'norm', norm: 'rms' },
	SoftmaxCrossEntropyLoss: { kind: 'loss' },
	NegativeLogLikelihoodLoss: { kind: 'loss' }
};

const ACTIVATIONS = new Set(
	'Relu LeakyRelu PRelu Elu Selu Celu ThresholdedRelu Sigmoid HardSigmoid HardSwish Swish Mish Gelu Tanh Softplus Softsign'.split(
		' '
	)
);

export function partOf(opType: string, inputs: readonly (Value | null)[]): Part | null {
	if (ACTIVATIONS.has(opType)) return { kind: 'activation' };
	if (opType === 'Gemm' || opType === 'MatMul') return inputs[1]?.learned ? { kind: 'dense' } : null;
	if (opType === 'Gather') return inputs[0]?.learned ? { kind: 'embedding' } : null;
	return KINDS[opType] ?? null;
}
