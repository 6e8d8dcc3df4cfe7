import { find, num, Tape, type Tensor, type Trace } from '#engine';
import { linear, turned } from '#engine/layers/linear.ts';
import { conv2d } from '#engine/ops/conv2d.ts';
import { crossEntropy } from '#engine/ops/crossEntropy.ts';
import { detach } from '#engine/ops/detach.ts';
import { flatten } from '#engine/ops/flatten.ts';
import { maxPool2d } from '#engine/ops/maxPool2d.ts';
import { relu } from '#engine/ops/relu.ts';
import { softmax } from '#engine/ops/softmax.ts';
import { sgd } from '#engine/optimizers/sgd.ts';
import { digits as all, pixels } from '../cnn/digits.ts';
import { lesson, type Fact } from '../lesson.ts';
import weights from './weights.json' with { type: 'json' };

/** What is new to the network: it learned 0 to 4 before. */
export const FIRST = 5;
export const digits = all.filter(({ label }) => label >= FIRST);
const CLASSES = ['5', '6', '7', '8', '9'];

/** Maps that each convolution writes and reads, and whether its maps are pooled afterwards. */
const CONVOLUTIONS = [
	{ name: 'conv1', maps: [4, 1], pooled: true },
	{ name: 'conv2', maps: [8, 4], pooled: true },
	{ name: 'conv3', maps: [8, 8], pooled: false },
	{ name: 'conv4', maps: [16, 8], pooled: true },
	{ name: 'conv5', maps: [16, 16], pooled: false }
] as const;

const FEATURES = 144;

const WAYS = {
	extraction: 'feature extraction: only the head',
	'fine-tuning': 'fine-tuning: conv4, conv5, the head',
	scratch: 'from scratch: everything'
} as const;

type Way = keyof typeof WAYS;

/** The convolutions that stay as they are. */
const FROZEN: Readonly<Record<Way, number>> = { extraction: 5, 'fine-tuning': 3, scratch: 0 };

const DOMAINS = { same: 'as given', inverted: 'black on white', shifted: 'moved by 6 pixels' } as const;

/** How a picture of 28×28 looks there. What is moved out on one side comes in on the other, where it is dark anyway. */
const changed: Readonly<Record<keyof typeof DOMAINS, (x: Float64Array) => Float64Array>> = {
	same: (x) => x,
	inverted: (x) => x.map((value) => 1 - value),
	shifted: (x) => x.map((_, k) => x[((Math.floor(k / 28) + 22) % 28) * 28 + (((k % 28) + 22) % 28)]!)
};

interface Settings {
	readonly digit: string;
	readonly way: Way;
	readonly stage: 'new' | 'trained';
	readonly domain: keyof typeof DOMAINS;
	readonly learningRate: number;
}

export default lesson({
	title: 'Transfer learning',
	family: 'Convolutional networks',
	order: 11,
	summary:
		'A network that can read 0 to 4 learns 5 to 9 from a few examples: its convolutions are kept, and only what is new is learned.',
	notes: ['N3.10'],
	needs: ['cnn', 'overfitting'],
	afterwards: [
		'Say which part of a network is kept for a new task, and which is replaced.',
		'Show where backward ends in a frozen network, and what that saves.',
		'Choose between feature extraction, fine-tuning and a fresh start by measured scores.'
	],
	controls: {
		digit: {
			kind: 'choice',
			label: 'Digit',
			help: 'A handwritten digit that no network of this page was trained on.',
			value: '8',
			options: Object.fromEntries(digits.map(({ label }, k) => [String(k), `${label} · no. ${k}`])) as Record<
				string,
				string
			>
		},
		way: {
			kind: 'choice',
			label: 'What is trained',
			help: 'What an update may change; the rest is frozen.',
			value: 'extraction',
			options: WAYS
		},
		stage: {
			kind: 'choice',
			label: 'Trained so far',
			help: 'Whether one sees the first update, or the network after it was trained on five examples of each digit.',
			value: 'new',
			options: { new: 'not yet: the first update', trained: 'on 25 digits' }
		},
		domain: {
			kind: 'choice',
			label: 'Pictures',
			help: 'Pictures like those that the convolutions were trained on, or others.',
			value: 'same',
			options: DOMAINS
		},
		learningRate: {
			kind: 'number',
			label: 'Learning rate η',
			help: 'How far one SGD step moves what is trained.',
			value: 0.05,
			min: 0,
			max: 1,
			step: 0.01
		}
	},
	build,
	open: { scope: 'forward', grain: 1 },
	facts
});

function build(tape: Tape, { digit, way, stage, domain, learningRate }: Settings): void {
	const { label, ...picture } = digits[Number(digit)]!;
	const x = tape.constant('x', [1, 1, 28, 28], changed[domain](pixels({ label, ...picture })), {
		label: 'image'
	});
	const target = tape.constant('target', [1], [label - FIRST], {
		label: `right answer, counted from ${FIRST}`,
		symbol: 't'
	});
	const given = parameters(tape, way, stage);
	const frozen = FROZEN[way];
	const logits = tape.scope(
		'forward',
		() => {
			const kept = frozen
				? tape.scope(
						'frozen',
						() => {
							const maps = convolutions(tape, x, given, 0, frozen);
							return tape.scope(
								'cut',
								() =>
									tape.apply(detach, [maps], undefined, {
										name: 'kept',
										label: 'maps of the frozen part',
										symbol: 'k'
									}),
								{ about: 'Numbers go on from here, and no gradient comes back.' }
							);
						},
						{ about: `What was learned on 0 to 4, and stays: ${frozen} convolutions.` }
					)
				: x;
			return tape.scope(
				'trained',
				() => {
					const maps = convolutions(tape, kept, given, frozen, CONVOLUTIONS.length);
					return head(tape, maps, given);
				},
				{ about: 'What an update may change.' }
			);
		},
		{ about: 'From 784 pixels to the scores of 5, 6, 7, 8 and 9.', part: { kind: 'network' } }
	);
	tape.scope(
		'softmax',
		() => tape.apply(softmax, [logits], { axis: 1 }, { name: 'p', label: 'probability', symbol: '\\hat{y}' }),
		{ about: 'Five scores become five probabilities.', part: { kind: 'softmax' } }
	);
	const loss = tape.scope(
		'loss',
		() => tape.apply(crossEntropy, [logits, target], { reduction: 'mean' }, { name: 'loss', symbol: 'L' }),
		{ about: 'The less probable the right answer, the larger the loss.', part: { kind: 'loss' } }
	);
	tape.backward(loss);
	const trained = Object.entries(given).filter(([name]) => isTrained(name, way));
	tape.scope(
		'update',
		() =>
			sgd(
				tape,
				trained.map(([, tensor]) => tensor),
				{ learningRate }
			),
		{
			phase: 'update',
			about: 'What is trained takes a step; what is frozen has no gradient to step against.',
			part: { kind: 'update' }
		}
	);
}

const isTrained = (name: string, way: Way): boolean =>
	!CONVOLUTIONS.slice(0, FROZEN[way]).some((one) => name.startsWith(one.name));

type Parameters = Readonly<Record<string, Tensor>>;

function parameters(tape: Tape, way: Way, stage: Settings['stage']): Parameters {
	const nets: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>> = weights.weights;
	const begun = { ...nets.source, ...(way === 'scratch' && nets['new convolutions']), ...nets['new head'] };
	const values: Readonly<Record<string, readonly number[]>> =
		stage === 'new' ? begun : { ...begun, ...nets[way] };
	const made = CONVOLUTIONS.flatMap(({ name, maps }, k): [string, Tensor][] => [
		[
			`${name}.weight`,
			tape.parameter(`${name}.weight`, [...maps, 3, 3], values[`${name}.weight`]!, {
				label: `kernels ${k + 1}`,
				symbol: `W_${k + 1}`
			})
		],
		[
			`${name}.bias`,
			tape.parameter(`${name}.bias`, [maps[0]], values[`${name}.bias`]!, {
				label: `bias ${k + 1}`,
				symbol: `b_${k + 1}`
			})
		]
	]);
	return Object.fromEntries([
		...made,
		[
			'dense.weight',
			tape.parameter('dense.weight', [CLASSES.length, FEATURES], values['dense.weight']!, {
				label: 'weights of the head',
				symbol: 'W_6'
			})
		],
		[
			'dense.bias',
			tape.parameter('dense.bias', [CLASSES.length], values['dense.bias']!, {
				label: 'bias of the head',
				symbol: 'b_6',
				names: CLASSES
			})
		]
	]);
}

/** Convolutions `from` up to `to`, each with ReLU, and pooling where it has some. */
function convolutions(tape: Tape, x: Tensor, given: Parameters, from: number, to: number): Tensor {
	let maps = x;
	for (const [k, { name, pooled }] of CONVOLUTIONS.slice(from, to).entries()) {
		const n = from + k + 1;
		const z = tape.scope(
			name,
			() =>
				tape.apply(
					conv2d,
					[maps, given[`${name}.weight`]!, given[`${name}.bias`]!],
					{ padding: 1 },
					{ name, label: `feature maps ${n}`, symbol: `z_${n}` }
				),
			{ about: 'Each kernel answers at every place.', part: { kind: 'convolution' } }
		);
		maps = tape.scope(
			`relu${n}`,
			() =>
				tape.apply(relu, [z], undefined, {
					name: `relu${n}`,
					label: `active maps ${n}`,
					symbol: `a_${n}`
				}),
			{ about: 'Negative answers become 0.', part: { kind: 'activation' } }
		);
		if (pooled)
			maps = tape.scope(
				`pool${n}`,
				() =>
					tape.apply(
						maxPool2d,
						[maps],
						{ kernel: 2 },
						{ name: `pool${n}`, label: `pooled maps ${n}`, symbol: `p_${n}` }
					),
				{ about: 'Of every 2×2 window, the strongest answer stays.', part: { kind: 'pooling' } }
			);
	}
	return maps;
}

function head(tape: Tape, maps: Tensor, given: Parameters): Tensor {
	return tape.scope(
		'head',
		() => {
			const features = tape.apply(flatten, [maps], {}, { name: 'features', label: 'features', symbol: 'f' });
			return linear(tape, features, turned(tape, given['dense.weight']!, given['dense.bias']), {
				name: 'logits',
				label: 'scores',
				symbol: 'z_6'
			});
		},
		{ about: 'The new head: five digits weigh 144 features.', part: { kind: 'dense' } }
	);
}

/** Elementary steps of a phase. */
const stepsOf = (trace: Trace, phase: string): number => find(trace.root, phase)!.steps;

function facts(trace: Trace, p: Settings): Record<string, Fact> {
	// The same picture with nothing frozen, to count what freezing saves.
	const other = new Tape();
	build(other, { ...p, way: 'scratch' });
	const full = other.trace();
	const trained = [...trace.tensors.values()].filter(({ role }) => role === 'parameter');
	const count = (tensors: readonly Tensor[]) => tensors.reduce((sum, { data }) => sum + data.length, 0);
	const changing = trained.filter(({ grad }) => grad);
	const [own, whole] = [stepsOf(trace, 'backward'), stepsOf(full, 'backward')];
	const p5 = Array.from(trace.tensors.get('p')!.data);
	const best = p5.indexOf(Math.max(...p5));
	const { heldOut, heldOutCorrect } = weights.shown;
	const percent = (correct: number) => Math.round((1000 * correct) / heldOut) / 10;
	const rows = weights.scores.filter(({ domain }) => domain === p.domain);
	const ways = Object.keys(WAYS) as Way[];
	const mean = (all: readonly number[]) => percent(all.reduce((a, b) => a + b) / all.length);
	const names = ['feature extraction', 'fine-tuning', 'from scratch'];
	const five = rows.find(({ examples }) => examples === weights.shown.examples)!;
	const source = weights.source;
	return {
		source: {
			label: `Trained on ${source.trainedOn} digits from 0 to 4, then tested on ${source.heldOut} others of them`,
			tex: '\\frac{\\text{read correctly}}{\\text{tested}}',
			numbers: `\\frac{${source.heldOutCorrect}}{${source.heldOut}} = ${num((100 * source.heldOutCorrect) / source.heldOut)}\\,\\%`
		},
		parameters: {
			label: 'Parameters that an update changes, of all',
			tex: '\\text{trained of all}',
			numbers: `${count(changing)} \\text{ of } ${count(trained)}`
		},
		steps: {
			label: 'Elementary steps of backward, here and with nothing frozen',
			tex: '\\text{here} \\qquad \\text{all trained} \\qquad \\text{saved}',
			numbers: `${own} \\qquad ${whole} \\qquad ${num((100 * (whole - own)) / whole)}\\,\\%`
		},
		answer: {
			label: 'What the network reads, and how sure it is',
			tex: '\\operatorname*{arg\\,max}_k \\, \\hat{y}_k',
			numbers: `${CLASSES[best]} \\quad \\text{with} \\quad \\hat{y} = ${num(p5[best]!)}`
		},
		trained: {
			label: `Of ${heldOut} digits from 5 to 9 that were held out, the networks of this page read`,
			tex: '\\text{extraction} \\qquad \\text{fine-tuning} \\qquad \\text{from scratch}',
			numbers: ways.map((way) => `${heldOutCorrect[way]}`).join(' \\qquad ')
		},
		scores: {
			label: `Read correctly of ${heldOut} held-out digits, in %: the mean of ${weights.repetitions} runs, each with other examples (${DOMAINS[p.domain]})`,
			columns: names,
			names: rows.map(({ examples }) => `${examples} of each`),
			rows: rows.map((row) => ways.map((way) => mean(row[way])))
		},
		curve: {
			label: `What is still misread, for pictures ${DOMAINS[p.domain]}`,
			x: { name: 'examples of each digit', values: rows.map(({ examples }) => examples), logarithmic: true },
			at: weights.shown.examples,
			plots: [
				{
					name: 'misread, in %',
					lines: ways.map((way, k) => ({
						name: names[k]!,
						values: rows.map((row) => Math.round(10 * (100 - mean(row[way]))) / 10)
					}))
				}
			]
		},
		runs: {
			label: `The ${weights.repetitions} runs with ${weights.shown.examples} examples of each, in %`,
			columns: five.extraction.map((_, k) => `run ${k + 1}`),
			names,
			rows: ways.map((way) => five[way].map(percent))
		}
	};
}
