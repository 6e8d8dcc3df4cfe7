/** The sections of the lecture notes that lessons answer to: in texts N3.17, on the page a name that a stranger understands. */

/** What each section is about, in words of our own. */
const TITLES: Readonly<Record<string, string>> = {
	N0: 'What convolution, pooling and memory are good for',
	N1: 'Padding, stride, pooling, and texts in batches',
	N2: 'The layers of a CNN; a recurrent network beside a dense one',
	'N3.1': 'The perceptron',
	'N3.2': 'The multi-layer perceptron, and how its weights are counted',
	'N3.3': 'Activation functions',
	'N3.4': 'Loss functions',
	'N3.5': 'Forward propagation',
	'N3.6': 'Backpropagation',
	'N3.7': 'Gradient descent: batch, stochastic, mini-batch',
	'N3.8': 'Overfitting, and what helps against it',
	'N3.9': 'Convolutional networks',
	'N3.10': 'Transfer learning',
	'N3.11': 'Recurrent networks, from text to an answer',
	'N3.12': 'Long short-term memory: LSTM',
	'N3.13': 'The gated recurrent unit: GRU',
	'N3.14': 'Reading in both directions',
	'N3.15': 'Recurrent layers on top of each other',
	'N3.16': 'From sequence to sequence: encoder, context vector, decoder',
	'N3.17': 'Attention between decoder and encoder',
	'N3.18': 'The Transformer',
	'N3.19': 'How the architectures grew',
	'N4.1': 'What it is to learn from sequences',
	'N4.2': 'A computation, unfolded over time',
	'N4.3': 'What a dense network lacks for sequences',
	'N4.4': 'A recurrent network beside a dense one',
	'N4.5': 'The equations of a recurrent network',
	'N4.6': 'Gradients that vanish or explode',
	'N4.7': 'Two hidden states side by side',
	'N4.8': 'Backpropagation through time',
	'N4.9': 'Truncated backpropagation through time',
	'N4.10': 'The equations of the LSTM',
	'N4.11': 'The equations of the GRU'
};

/** How a section is written in a text. */
export const SECTION = /N(\d+)(?:\.(\d+))?/;

/** "Lecture notes 3, section 17"; "Lecture notes 1" where the notes have no sections. */
export function sectionName(section: string): string {
	const [, notes, number] = new RegExp(`^${SECTION.source}$`).exec(section) ?? [];
	return `Lecture notes ${notes}${number ? `, section ${number}` : ''}`;
}

export interface Section {
	/** As in `Lesson.notes`: "N3.17". */
	readonly id: string;
	readonly name: string;
	readonly title: string;
}

/** All sections, in the order of the notes. */
export const sections: readonly Section[] = Object.entries(TITLES).map(([id, title]) => ({
	id,
	name: sectionName(id),
	title
}));
