/** What can be counted and asked of this trace. */
import { num, Tape, type Trace } from '#engine';
import type { Fact, Params } from '../lesson.ts';
import { norm, percent, rounded } from '../numbers.ts';
import { split } from '../words.ts';
import { inputs, tagger, type Ways } from './network.ts';
import { tags, truth, vocabulary } from './sentences.ts';
import weights from './weights.json' with { type: 'json' };

const { known } = vocabulary;

/** The probabilities that a tagger with its stored weights gives for word k, counted from 0. */
function ask(ways: Ways, words: readonly string[], k: number): readonly number[] {
	const tape = new Tape();
	const run = tagger(tape, ways, inputs(tape, words));
	tape.scope('forward', run, { part: { kind: 'network' } });
	return Array.from(tape.trace().tensors.get(`p${k + 1}`)!.data);
}

export function facts(trace: Trace, params: Params): Readonly<Record<string, Fact>> {
	const of = (name: string) => trace.tensors.get(name)!;
	const words = split(params.sentence as string);
	const both = params.both as boolean;
	const [e, h] = of(both ? 'W_xh_forward' : 'W_xh').shape as [number, number];
	const [width, c] = of('W_hy').shape as [number, number];
	const at = words.indexOf('bank');
	const place = at < 0 ? words.length - 1 : at;
	const asked = (ways: Ways) => ask(ways, words, place).map(rounded);
	const steps = words.map((_, k) => k + 1);
	const size = (name: string) => {
		const grad = trace.tensors.get(name)?.grad;
		return grad ? rounded(norm(grad.data)) : 0;
	};
	const layer = (e + h + 1) * h;
	const sides = both ? ['from left to right', 'from right to left'] : ['from left to right'];
	/** What the numbers of one side's state, and their rows of the output weights, add to each score. */
	const fromSide = (side: number) =>
		tags.map((_, tag) => {
			const at = Array.from({ length: h }, (_, k) => side * h + k);
			return at.reduce((sum, k) => sum + of(`h${place + 1}`).data[k]! * of('W_hy').data[k * c + tag]!, 0);
		});
	return {
		bank: {
			label: `The tag of “${known(words[place]!)}” in this sentence, by a network that reads both ways and one that reads from left to right`,
			columns: tags,
			names: ['both ways', 'one way'],
			rows: [asked('both'), asked('one')]
		},
		tags: {
			label: 'How sure the network is of each tag, word by word',
			columns: tags,
			names: words.map((word, k) => `${k + 1}. ${known(word)}`),
			rows: steps.map((t) => Array.from(of(`p${t}`).data, rounded))
		},
		sides: {
			label: `What the scores of “${known(words[place]!)}” are made of`,
			columns: tags,
			names: [...sides, 'bias', 'score'],
			rows: [
				...sides.map((_, side) => fromSide(side)),
				Array.from(of('b_y').data),
				Array.from(of(`logits${place + 1}`).data)
			].map((row) => row.map(rounded))
		},
		'layer parameters': both
			? {
					label: 'Parameters of the layer: two networks with weights of their own',
					tex: '2 \\cdot (e + h + 1) \\cdot h',
					numbers: `2 \\cdot (${e} + ${h} + 1) \\cdot ${h} = ${2 * layer}`
				}
			: {
					label: 'Parameters of the layer: one network with a state twice as wide',
					tex: '(e + h + 1) \\cdot h',
					numbers: `(${e} + ${h} + 1) \\cdot ${h} = ${layer}`
				},
		'output parameters': {
			label: both
				? 'Parameters of the output layer, which reads two states at each step'
				: 'Parameters of the output layer',
			tex: both ? '(2h + 1) \\cdot c' : '(h + 1) \\cdot c',
			numbers: `(${both ? `2 \\cdot ${h}` : h} + 1) \\cdot ${c} = ${(width + 1) * c}`
		},
		'way back': {
			label: both
				? 'Sizes of the gradients of the states: the two networks hand theirs on in opposite directions'
				: 'Sizes of the gradients of the states',
			columns: both ? ['h→', 'h←'] : ['h'],
			names: steps.map((t) => `t = ${t}`),
			rows: steps.map((t) => (both ? [size(`h${t}_forward`), size(`h${t}_reverse`)] : [size(`h${t}`)]))
		},
		loss: {
			label: 'The mean loss over all words',
			tex: 'L = -\\frac{1}{T} \\sum_t \\ln \\hat{y}_{t, k_t}',
			numbers: `L = ${num(of('loss').data[0]!)}`
		},
		'right tags': {
			label: 'The right tags by the toy grammar: 0 other, 1 money, 2 river',
			names: ['tag'],
			columns: words.map(known),
			rows: [truth(words)]
		},
		accuracy: {
			label: `Trained on ${weights.trainedOn} sentences, then tested on “bank” in ${weights.heldOut} others`,
			tex: '\\frac{\\text{right}}{\\text{tested}}',
			numbers: `\\text{both ways} \\; \\frac{${weights.bothWays.banks}}{${weights.heldOut}} = ${percent(weights.bothWays.banks, weights.heldOut)} \\qquad \\text{one way} \\; \\frac{${weights.oneWay.banks}}{${weights.heldOut}} = ${percent(weights.oneWay.banks, weights.heldOut)}`
		},
		'accuracy after': {
			label: `Of these, the ${weights.heldOutAfter} in which only later words say which bank is meant`,
			tex: '\\frac{\\text{right}}{\\text{tested}}',
			numbers: `\\text{both ways} \\; \\frac{${weights.bothWays.banksAfter}}{${weights.heldOutAfter}} = ${percent(weights.bothWays.banksAfter, weights.heldOutAfter)} \\qquad \\text{one way} \\; \\frac{${weights.oneWay.banksAfter}}{${weights.heldOutAfter}} = ${percent(weights.oneWay.banksAfter, weights.heldOutAfter)}`
		}
	};
}
