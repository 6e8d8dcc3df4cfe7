import { seriesOf, train, type Pass, type Tape, type Trace } from '#engine';
import { fail } from '#engine/errors.ts';
import { linear } from '#engine/layers/linear.ts';
import { detach } from '#engine/ops/detach.ts';
import { mean } from '#engine/ops/mean.ts';
import { mul } from '#engine/ops/mul.ts';
import { sigmoid } from '#engine/ops/sigmoid.ts';
import { sign } from '#engine/ops/sign.ts';
import { step } from '#engine/ops/step.ts';
import { sub } from '#engine/ops/sub.ts';
import { sgd } from '#engine/optimizers/sgd.ts';
import { lesson, type Fact } from '../lesson.ts';
import { readPoints, tellPoints } from '../points.ts';
import { and, clouds, or, xor, type Points } from '../pointSets.ts';

const SETS: Readonly<Record<string, Points>> = { and, or, xor, clouds: clouds(20, 4, 2.4) };

const ACTIVATIONS = { step, sign, sigmoid };

type Activation = keyof typeof ACTIVATIONS;

/** Those that somebody made; else those that were chosen. */
function pointsFor({ points, own }: { readonly points: string; readonly own: string }): Points {
	if (!own.trim()) return SETS[points]!;
	const read = readPoints(own);
	if ('refusal' in read) fail('value', `points: ${read.refusal}`);
	return {
		xy: read.points.map(({ x, y }) => [x, y] as const),
		classes: read.points.map(({ label }) => label)
	};
}

/** Of so many points, how many come out on their side. */
const right = (output: readonly number[], targets: readonly number[], least: number) =>
	output.filter((y, k) => y >= least === targets[k]! > least || y === targets[k]).length / output.length;

export default lesson({
	title: 'The perceptron',
	family: 'Foundations',
	order: 1,
	summary:
		'One neuron draws a line; every point on the wrong side pushes it, until none is left, or for ever.',
	notes: ['N3.1'],
	needs: [],
	afterwards: [
		'Compute what a neuron answers: a weighted sum, a bias, an activation.',
		'Say how one wrong point moves the line, and what the learning rate changes about it.',
		'Say why one neuron learns AND and OR, and never XOR.'
	],
	controls: {
		points: {
			kind: 'choice',
			label: 'Points',
			help: 'What is learned: three truth tables, or two clouds that a line can part.',
			value: 'and',
			options: { and: 'AND', or: 'OR', xor: 'XOR', clouds: 'two clouds' }
		},
		own: {
			kind: 'text',
			label: 'Your own points',
			help: 'A point in each row: x, y and its class, 0 or 1. Click into the plane to add points, drag them to move them; empty for the points above.',
			value: '',
			longest: 6000,
			rows: 6,
			check: (text) => {
				const read = text.trim() ? readPoints(text) : null;
				return read && 'refusal' in read ? read.refusal.replace(/\.$/, '') : null;
			},
			note: (text) => {
				const read = text.trim() ? readPoints(text) : null;
				return read && 'points' in read ? tellPoints(read) : null;
			}
		},
		activation: {
			kind: 'choice',
			label: 'Activation',
			help: 'What makes the answer of the weighted sum: 0 or 1, −1 or 1, or a number between 0 and 1.',
			value: 'step',
			options: { step: 'step: 0 or 1', sign: 'sign: −1 or 1', sigmoid: 'sigmoid: 0 to 1' }
		},
		learningRate: {
			kind: 'number',
			label: 'Learning rate η',
			help: 'How far a wrong point moves the weights: its error times its inputs times η.',
			value: 0.2,
			min: 0.01,
			max: 1,
			step: 0.01
		},
		epochs: {
			kind: 'integer',
			label: 'Epochs',
			help: 'How often all points are seen, one after the other.',
			value: 12,
			min: 1,
			max: 100
		},
		update: {
			kind: 'integer',
			label: 'Update',
			help: 'The update that one looks at: one for each point, in every epoch.',
			value: 1,
			min: 1,
			max: 2000
		}
	},
	points: 'own',
	shown: { points: (p) => !p.own.trim() },
	build(tape, p) {
		const { xy, classes } = pointsFor(p);
		const n = classes.length;
		// The sign answers −1 where the others answer 0.
		const low = p.activation === 'sign' ? -1 : 0;
		const data = {
			inputs: tape.constant('X', [n, 2], xy.flat(), { label: 'points' }),
			targets: tape.constant(
				't',
				[n, 1],
				classes.map((c) => (c ? 1 : low)),
				{ label: 'right answers', symbol: 'y' }
			)
		};
		train(tape, {
			data,
			validation: data,
			parameters: {
				w: { shape: [2, 1], values: [0.4, -0.6], label: 'weights' },
				b: { shape: [1], values: [0.1], label: 'bias' }
			},
			network: (tape, pass) => network(tape, pass, p.activation),
			optimizer: (tape, parameters) => sgd(tape, parameters, { learningRate: p.learningRate }),
			metrics: {
				accuracy: (output, targets) =>
					right(Array.from(output.data), Array.from(targets.data), p.activation === 'sign' ? 0 : 0.5)
			},
			epochs: p.epochs,
			batch: 1,
			at: p.update - 1
		});
	},
	open: { scope: 'forward', grain: 3 },
	facts
});

/** ŷ = f(Σ wᵢxᵢ + b). The loss (ŷ − y)·z, with ŷ as it is, has the gradient (ŷ − y)·x: a step against it is the perceptron's rule. */
function network(
	tape: Tape,
	{ inputs, targets, parameters: { w, b }, training }: Pass<'w' | 'b'>,
	activation: Activation
) {
	const tag = training ? '' : 'all.';
	const { z, output } = tape.scope(
		'forward',
		() => {
			const z = tape.scope(
				'neuron',
				() => linear(tape, inputs, { w, b }, { name: `${tag}z`, label: 'weighted sum', symbol: 'z' }),
				{ about: 'Each input times its weight, added up, and the bias.', part: { kind: 'dense' } }
			);
			const output = tape.scope(
				'activation',
				() =>
					tape.apply(ACTIVATIONS[activation], [z], undefined, {
						name: `${tag}yhat`,
						label: 'answer',
						symbol: '\\hat{y}'
					}),
				{ about: 'On which side of the line the point lies.', part: { kind: 'activation' } }
			);
			return { z, output };
		},
		{ about: 'From two coordinates to one answer.', part: { kind: 'network' } }
	);
	const loss = tape.scope(
		'loss',
		() => {
			const answer = tape.apply(detach, [output], undefined, {
				name: `${tag}answer`,
				label: 'answer',
				symbol: '\\hat{y}'
			});
			const error = tape.apply(sub, [answer, targets], undefined, {
				name: `${tag}error`,
				label: 'error',
				symbol: '(\\hat{y} - y)'
			});
			const costs = tape.apply(mul, [error, z], undefined, {
				name: `${tag}cost`,
				label: 'cost of each',
				symbol: 'c'
			});
			return tape.apply(mean, [costs], {}, { name: `${tag}loss`, label: 'loss', symbol: 'L' });
		},
		{
			about: 'How far a wrong point lies from the line; a right one costs nothing.',
			part: { kind: 'loss' }
		}
	);
	return { output, loss };
}

function facts(trace: Trace): Record<string, Fact> {
	const history = trace.training!;
	const all = seriesOf(history, 'val.accuracy')!.values;
	const done = all.findIndex((share) => share === 1);
	return {
		convergence: {
			label: 'Epochs until no point is on the wrong side',
			tex: '\\text{the first epoch after which all answers are right}',
			numbers:
				done < 0
					? `\\text{none of } ${all.length}`
					: `${done + 1} \\quad (${(done + 1) * history.perEpoch} \\text{ updates})`
		}
	};
}
