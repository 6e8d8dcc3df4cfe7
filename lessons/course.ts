/**
 * The whole course, by family, in the order in which it is best taken. A lesson that has a folder is linked from here;
 * the others are announced. A folder that is not in this list joins its family at the end.
 */
export interface Family {
	readonly title: string;
	readonly lessons: readonly (readonly [name: string, title: string])[];
}

export const families = [
	{
		title: 'Foundations',
		lessons: [
			['perceptron', 'The perceptron'],
			['mlp', 'The multi-layer perceptron'],
			['activations', 'Activation functions'],
			['losses', 'Loss functions'],
			['backprop', 'Backpropagation'],
			['gradient-descent', 'Gradient descent'],
			['overfitting', 'Overfitting']
		]
	},
	{
		title: 'Convolutional networks',
		lessons: [
			['convolution', 'Convolution'],
			['pooling', 'Pooling'],
			['cnn', 'A convolutional network'],
			['transfer-learning', 'Transfer learning']
		]
	},
	{
		title: 'Recurrent networks',
		lessons: [
			['text-pipeline', 'From text to numbers'],
			['rnn', 'Recurrent networks'],
			['bptt', 'Backpropagation through time'],
			['lstm', 'LSTM'],
			['gru', 'GRU'],
			['bidirectional', 'Bidirectional networks'],
			['stacked-rnn', 'Stacked networks'],
			['seq2seq', 'Sequence to sequence'],
			['bahdanau', 'Bahdanau attention'],
			['luong', 'Luong attention']
		]
	},
	{
		title: 'Transformers',
		lessons: [
			['self-attention', 'Self-attention'],
			['multi-head', 'Multi-head attention'],
			['positional-encoding', 'Positional encoding'],
			['normalization', 'Normalization'],
			['transformer-encoder', 'The encoder'],
			['transformer-decoder', 'The decoder'],
			['evolution', 'How the architectures grew']
		]
	}
] as const satisfies readonly Family[];

/** What a lesson names as its family. */
export type FamilyTitle = (typeof families)[number]['title'];
