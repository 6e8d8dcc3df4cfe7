/** A network of 2-16-16-1 for a few points of the plane, and everything that keeps it from learning them by heart. */
import { random, type Pass, type Start, type Tape, type Tensor } from '#engine';
import { linear } from '#engine/layers/linear.ts';
import { add } from '#engine/ops/add.ts';
import { batchNorm } from '#engine/ops/batchNorm.ts';
import { binaryCrossEntropyWithLogits } from '#engine/ops/binaryCrossEntropyWithLogits.ts';
import { clip } from '#engine/ops/clip.ts';
import { dropout } from '#engine/ops/dropout.ts';
import { mul } from '#engine/ops/mul.ts';
import { runningStatistic } from '#engine/ops/runningStatistic.ts';
import { sub } from '#engine/ops/sub.ts';
import { sum } from '#engine/ops/sum.ts';
import { tanh } from '#engine/ops/tanh.ts';
import { adam, type Moments } from '#engine/optimizers/adam.ts';
import type { Optimized } from '#engine/optimizers/optimizer.ts';

export const SIZES = [2, 16, 16, 1] as const;
const LAYERS = SIZES.length - 1;
const LEARNING_RATE = 0.01;

/** What is done against overfitting; 0 and false are nothing. */
export interface Against {
	/** λ of Σ|w|, and of Σw². */
	readonly l1: number;
	readonly l2: number;
	/** How likely a number of a hidden layer is dropped in training. */
	readonly dropout: number;
	readonly batchNorm: boolean;
	/** How far each point is moved at random, anew in every update. */
	readonly shake: number;
	readonly seed: number;
}

/** Weights as PyTorch's nn.Linear draws them: any numbers up to 1/√inputs; norms as they always begin. */
export function startOf({ seed, batchNorm }: Against): Record<string, Start> {
	const source = random(seed);
	const parameters: Record<string, Start> = {};
	for (let k = 1; k <= LAYERS; k++) {
		const [ins, outs] = [SIZES[k - 1]!, SIZES[k]!];
		const most = 1 / Math.sqrt(ins);
		const of = `layer ${k}`;
		parameters[`W${k}`] = {
			shape: [ins, outs],
			values: source.array(ins * outs, most),
			label: `weights of ${of}`
		};
		parameters[`b${k}`] = { shape: [outs], values: source.array(outs, most), label: `biases of ${of}` };
	}
	const each = (name: string, label: string, symbol: string, value: number) => {
		for (let k = 1; k < LAYERS; k++)
			parameters[`${name}${k}`] = {
				shape: [SIZES[k]!],
				values: new Float64Array(SIZES[k]!).fill(value),
				label: `${label} of layer ${k}`,
				symbol: `${symbol}_${k}`
			};
	};
	if (batchNorm) {
		each('gamma', 'scale', '\\gamma', 1);
		each('beta', 'shift', '\\beta', 0);
		each('mean', 'running mean', 'r', 0);
		each('variance', 'running variance', 's', 1);
	}
	return parameters;
}

/** Running statistics are carried along with the parameters, but no gradient moves them. */
const isRunning = (name: string) => /^(mean|variance)\d/.test(name);

export function programOf(against: Against) {
	const names = Object.keys(startOf(against));
	/** What the batch norms of the pass at hand have read. */
	const normed = new Map<number, Tensor>();
	return {
		network: (tape: Tape, pass: Pass) => network(tape, pass, against, normed),
		optimizer(
			tape: Tape,
			parameters: readonly Tensor[],
			state: readonly (Moments | null)[]
		): Optimized<Moments> {
			const learned = parameters.filter((_, k) => !isRunning(names[k]!));
			const next = adam(tape, learned, { learningRate: LEARNING_RATE }, state.slice(0, learned.length));
			const moved = next.parameters.map((w, k) =>
				against.l1 > 0 && names[k]!.startsWith('W') ? shrunk(tape, w, names[k]!, against.l1) : w
			);
			const followed = parameters
				.slice(learned.length)
				.map((old, k) => follow(tape, old, names[learned.length + k]!, normed));
			return { parameters: [...moved, ...followed], state: [...next.state, ...followed.map(() => null)] };
		}
	};
}

/** The proximal step of λΣ|w|: every weight comes nearer to 0 by ηλ, and stops there. */
const shrunk = (tape: Tape, w: Tensor, name: string, lambda: number): Tensor =>
	tape.scope(
		`soft threshold of ${name}`,
		() => {
			const limit = LEARNING_RATE * lambda;
			const held = tape.apply(
				clip,
				[w],
				{ min: -limit, max: limit },
				{ name: `${name}.part`, label: 'what is taken away', symbol: 'c' }
			);
			return tape.apply(sub, [w, held], undefined, {
				name: `${name}.shrunk`,
				label: `shrunk weights of layer ${name.slice(1)}`,
				symbol: `{W_${name.slice(1)}}''`
			});
		},
		{ about: 'Every weight comes nearer to 0, and stops there.' }
	);

function follow(tape: Tape, old: Tensor, name: string, normed: ReadonlyMap<number, Tensor>): Tensor {
	const statistic = name.startsWith('mean') ? 'mean' : 'variance';
	return tape.scope(name, () =>
		tape.apply(
			runningStatistic,
			[old, normed.get(Number(name.at(-1)))!],
			{ statistic },
			{ name: `${name}.new`, label: `new ${old.label}`, symbol: `{${old.symbol}}'` }
		)
	);
}

function network(
	tape: Tape,
	{ inputs, targets, parameters, training, update }: Pass,
	against: Against,
	normed: Map<number, Tensor>
): { output: Tensor; loss: Tensor } {
	const tag = training ? '' : 'val_';
	const hidden = (x: Tensor, k: number): Tensor => {
		let z = linear(
			tape,
			x,
			{ w: parameters[`W${k}`]!, b: parameters[`b${k}`]! },
			{ name: `${tag}z${k}`, label: `weighted sums of layer ${k}`, symbol: `z_${k}` }
		);
		if (against.batchNorm) z = norm(z, k);
		return tape.apply(tanh, [z], undefined, {
			name: `${tag}h${k}`,
			label: `outputs of layer ${k}`,
			symbol: `h_${k}`
		});
	};
	const norm = (z: Tensor, k: number): Tensor => {
		if (training) normed.set(k, z);
		const [gamma, beta, mean, variance] = ['gamma', 'beta', 'mean', 'variance'].map(
			(name) => parameters[`${name}${k}`]!
		) as [Tensor, Tensor, Tensor, Tensor];
		return tape.scope(
			'batch norm',
			() =>
				tape.apply(
					batchNorm,
					training ? [z, gamma, beta] : [z, gamma, beta, mean, variance],
					{},
					{ name: `${tag}n${k}`, label: `normalized sums of layer ${k}`, symbol: `n_${k}` }
				),
			{
				about: 'Each sum loses its mean over the batch, and is divided by its deviation.',
				part: { kind: 'norm', norm: 'batch' }
			}
		);
	};
	const drop = (h: Tensor, k: number): Tensor =>
		tape.scope(
			`dropout ${k}`,
			() =>
				tape.apply(
					dropout,
					[h],
					// Other numbers are dropped in every update, and in every layer.
					{ p: against.dropout, seed: 1000 * against.seed + 2 * update + k, training },
					{ name: `${tag}d${k}`, label: `what is left of layer ${k}`, symbol: `d_${k}` }
				),
			{ about: 'In training, some numbers are dropped, and the others grow.', part: { kind: 'dropout' } }
		);
	const shaken = (): Tensor => {
		const { between } = random(1000 * against.seed + update);
		const by = Float64Array.from(inputs.data, () => between(-against.shake, against.shake));
		const moves = tape.constant('moves', inputs.shape, by, { label: 'moves', symbol: '\\Delta' });
		return tape.scope(
			'augmentation',
			() =>
				tape.apply(add, [inputs, moves], undefined, { name: 'shaken', label: 'shaken points', symbol: 'X' }),
			{ about: 'Every point is moved a little, anew in every update.' }
		);
	};
	const x = training && against.shake > 0 ? shaken() : inputs;
	const output = tape.scope(
		'forward',
		() => {
			let h = x;
			for (let k = 1; k < LAYERS; k++) {
				h = tape.scope(`layer ${k}`, () => hidden(h, k), {
					about: 'Sixteen neurons read all numbers before them.',
					part: { kind: 'dense' }
				});
				if (against.dropout > 0) h = drop(h, k);
			}
			return tape.scope(
				'output',
				() =>
					linear(
						tape,
						h,
						{ w: parameters[`W${LAYERS}`]!, b: parameters[`b${LAYERS}`]! },
						{ name: `${tag}logit`, label: 'logits', symbol: 'z' }
					),
				{
					about: 'One number for each point: above 0 for the one class, below 0 for the other.',
					part: { kind: 'dense' }
				}
			);
		},
		{ about: 'From two coordinates to one number.', part: { kind: 'network' } }
	);
	const penalized = training && against.l2 > 0;
	const loss = tape.scope(
		'loss',
		() => {
			const fit = tape.apply(
				binaryCrossEntropyWithLogits,
				[output, targets],
				{},
				penalized
					? { name: 'fit', label: 'loss of the fit', symbol: 'L_0' }
					: { name: `${tag}loss`, label: 'loss', symbol: 'L' }
			);
			return penalized ? penalty(tape, fit, parameters, against.l2) : fit;
		},
		{ about: 'How far the answers are from what is right.', part: { kind: 'loss' } }
	);
	return { output, loss };
}

/** L = L₀ + λ Σ w². */
function penalty(
	tape: Tape,
	fit: Tensor,
	parameters: Readonly<Record<string, Tensor>>,
	lambda: number
): Tensor {
	const factor = tape.constant('lambda', [], [lambda], { label: 'λ', symbol: '\\lambda' });
	const sums = Array.from({ length: LAYERS }, (_, k) => {
		const w = parameters[`W${k + 1}`]!;
		const squares = tape.apply(mul, [w, w], undefined, `W${k + 1}.squares`);
		return tape.apply(
			sum,
			[squares],
			{},
			{ name: `W${k + 1}.size`, symbol: `\\textstyle\\sum W_${k + 1}^2` }
		);
	});
	const all = sums.reduce((a, b) => tape.apply(add, [a, b], undefined, 'squares'));
	const weighed = tape.apply(mul, [factor, all], undefined, {
		name: 'penalty',
		label: 'penalty',
		symbol: '\\lambda \\textstyle\\sum w^2'
	});
	return tape.apply(add, [fit, weighed], undefined, { name: 'loss', label: 'loss', symbol: 'L' });
}
