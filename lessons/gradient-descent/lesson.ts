import type { Pass, Tape, Tensor } from '#engine';
import { linear } from '#engine/layers/linear.ts';
import { mse } from '#engine/ops/mse.ts';
import { adagrad } from '#engine/optimizers/adagrad.ts';
import { adam } from '#engine/optimizers/adam.ts';
import { rmsprop } from '#engine/optimizers/rmsprop.ts';
import { sgd } from '#engine/optimizers/sgd.ts';
import { batches } from '#engine/training/batches.ts';
import { update, type Data, type Program } from '#engine/training/update.ts';
import { lesson } from '../lesson.ts';
import { facts } from './facts.ts';
import { N, points, START } from './points.ts';

type Optimizer = Program<string, unknown>['optimizer'];

/** Each with what is usual beside the learning rate: see the optimizers for where it comes from. */
const OPTIMIZERS: Readonly<Record<string, (learningRate: number) => Optimizer>> = {
	sgd: (learningRate) => (tape, w) => sgd(tape, w, { learningRate }),
	momentum: (learningRate) => (tape, w, state) =>
		sgd(tape, w, { learningRate, momentum: 0.9 }, state as never),
	adagrad: (learningRate) => (tape, w, state) => adagrad(tape, w, { learningRate }, state as never),
	rmsprop: (learningRate) => (tape, w, state) =>
		rmsprop(tape, w, { learningRate, alpha: 0.9 }, state as never),
	adam: (learningRate) => (tape, w, state) => adam(tape, w, { learningRate }, state as never)
};

const WAYS = ['batch', 'stochastic', 'mini-batch'] as const;
type Way = (typeof WAYS)[number];

const ABOUT: Readonly<Record<Way, string>> = {
	batch: 'All points make one update.',
	stochastic: 'Each point makes an update.',
	'mini-batch': 'A few points make an update.'
};

export default lesson({
	title: 'Gradient descent',
	family: 'Foundations',
	order: 6,
	summary: 'Three walks down one valley: an update from all points, from one, or from a few.',
	notes: ['N3.7'],
	needs: ['backprop'],
	afterwards: [
		'Say how many updates an epoch has, for all points at once, for each, and for batches of B.',
		'Say what too small and too large a learning rate do, and where too large begins.',
		'Say what momentum, AdaGrad, RMSprop and Adam each change about a step.'
	],
	controls: {
		way: {
			kind: 'choice',
			label: 'Updates from',
			help: 'How many points an update learns from: all three ways are shown beside each other, or one.',
			value: 'three',
			options: {
				three: 'all three beside each other',
				batch: 'all points (batch)',
				stochastic: 'one point (stochastic)',
				'mini-batch': 'a few points (mini-batch)'
			}
		},
		size: {
			kind: 'integer',
			label: 'Batch size B',
			help: 'How many points a mini-batch has; the last one of an epoch takes what is left.',
			value: 4,
			min: 1,
			max: N
		},
		learningRate: {
			kind: 'number',
			label: 'Learning rate η',
			help: 'How far an update goes for a slope of 1.',
			value: 0.1,
			min: 0.001,
			max: 0.4,
			step: 0.001
		},
		optimizer: {
			kind: 'choice',
			label: 'Optimizer',
			help: 'What becomes of a gradient before it is a step.',
			value: 'sgd',
			options: {
				sgd: 'none: a step is η times the gradient',
				momentum: 'momentum 0.9',
				adagrad: 'AdaGrad',
				rmsprop: 'RMSprop',
				adam: 'Adam'
			}
		},
		epochs: {
			kind: 'integer',
			label: 'Epochs',
			help: 'How often all points are seen.',
			value: 4,
			min: 1,
			max: 8
		},
		shuffle: {
			kind: 'switch',
			label: 'Shuffle',
			help: 'Draws another order of the points for each epoch; without it, they come as they are listed.',
			value: true
		},
		seed: {
			kind: 'integer',
			label: 'Seed',
			help: 'Other orders.',
			value: 1,
			min: 0,
			max: 99
		}
	},
	shown: {
		size: (p) => p.way === 'three' || p.way === 'mini-batch',
		shuffle: (p) => p.way !== 'batch',
		seed: (p) => p.way !== 'batch' && p.shuffle
	},
	build(tape, p) {
		const data: Data = {
			inputs: tape.constant(
				'X',
				[N, 1],
				points.map(([x]) => x),
				{ label: 'points, across' }
			),
			targets: tape.constant(
				't',
				[N, 1],
				points.map(([, y]) => y),
				{ label: 'points, up', symbol: 'y' }
			)
		};
		const optimizer = OPTIMIZERS[p.optimizer]!(p.learningRate);
		for (const way of WAYS) {
			if (p.way !== 'three' && p.way !== way) continue;
			const batch = { batch: N, stochastic: 1, 'mini-batch': p.size }[way];
			const plan = batches({
				samples: N,
				epochs: p.epochs,
				batch,
				// All points at once have no order.
				...(p.shuffle && batch < N && { shuffle: p.seed })
			});
			tape.scope(way, () => walk(tape, way, data, plan, optimizer), { about: ABOUT[way] });
		}
	},
	open: { scope: 'mini-batch/result/forward/line', grain: 4 },
	facts
});

/** What tensors of a way are called: w_batch, w_stochastic, w_mini. */
const tagOf = (way: Way): string => way.split('-')[0]!;

/** All updates of one way, each recorded, and the loss of all points in the end. */
function walk(
	tape: Tape,
	way: Way,
	data: Data,
	plan: ReturnType<typeof batches>,
	optimizer: Optimizer
): void {
	const tag = tagOf(way);
	const program: Program<'w' | 'b', unknown> = {
		network: (tape, pass) => network(tape, pass, tag),
		optimizer
	};
	let parameters = {
		w: tape.parameter(`w_${tag}`, [1, 1], [START.w], { label: `slope, ${way}`, symbol: 'w' }),
		b: tape.parameter(`b_${tag}`, [1], [START.b], { label: `intercept, ${way}`, symbol: 'b' })
	};
	let state: readonly unknown[] = [];
	const one = (u: number) => {
		const size = plan.size(u);
		const next = update(tape, program, data, plan.rows(u), parameters, state as never, u);
		const [w, b] = next.parameters as [Tensor, Tensor];
		parameters = { w, b };
		({ state } = next);
		return size;
	};
	for (let u = 0; u < plan.updates;) {
		const epoch = u / plan.perEpoch + 1;
		tape.scope(
			`epoch ${epoch}`,
			() => {
				for (const end = u + plan.perEpoch; u < end; u++) {
					const size = plan.size(u);
					tape.scope(`update ${u + 1}`, () => one(u), {
						about: `Update ${u + 1} of ${plan.updates}, from ${size === 1 ? 'one point' : `${size} points`}.`,
						part: { kind: size === 1 ? 'sample' : 'batch', number: (u % plan.perEpoch) + 1 }
					});
				}
			},
			{ about: `Epoch ${epoch}: all points are seen once.`, part: { kind: 'epoch', number: epoch } }
		);
	}
	tape.scope(
		'result',
		() => network(tape, { ...data, parameters, training: false, update: plan.updates }, `${tag}_all`),
		{ about: 'All points, with the line as it is in the end.' }
	);
}

/** ŷ = x w + b, and the mean of (ŷ − y)². */
function network(
	tape: Tape,
	{ inputs, targets, parameters: { w, b } }: Pass<'w' | 'b'>,
	tag: string
): { output: Tensor; loss: Tensor } {
	const output = tape.scope(
		'forward',
		() =>
			tape.scope(
				'line',
				() =>
					linear(
						tape,
						inputs,
						{ w, b },
						{ name: `yhat_${tag}`, label: 'heights of the line', symbol: '\\hat{y}' }
					),
				{ about: 'Where the line is at each x.', part: { kind: 'dense' } }
			),
		{ about: 'From x to the line.', part: { kind: 'network' } }
	);
	const loss = tape.scope(
		'loss',
		() => tape.apply(mse, [output, targets], {}, { name: `loss_${tag}`, label: 'loss', symbol: 'L' }),
		{ about: 'The mean of the squared distances.', part: { kind: 'loss' } }
	);
	return { output, loss };
}
