/** `node lessons/overfitting/scores.mjs`: what each remedy scores on points that were held out, over several seeds. */
import { keptParameter, Tape, train, type History, type Tensor } from '#engine';
import { heldOut, learnedFrom, watched } from './data.ts';
import { programOf, startOf, type Against } from './network.ts';
import type { Points } from '../pointSets.ts';

export interface Setting extends Omit<Against, 'seed'> {
	readonly points: string;
	readonly patience: number;
	readonly epochs: number;
}

export const NONE: Setting = {
	l1: 0,
	l2: 0,
	dropout: 0,
	batchNorm: false,
	points: 'few',
	shake: 0,
	patience: 0,
	epochs: 400
};

/** Each remedy by itself, and some together. */
export const REMEDIES: Readonly<Record<string, Partial<Setting>>> = {
	none: {},
	L1: { l1: 0.15 },
	L2: { l2: 0.002 },
	dropout: { dropout: 0.3 },
	'early stopping': { patience: 100 },
	'batch norm': { batchNorm: true },
	'more data': { points: 'many' },
	augmentation: { shake: 0.3 },
	'L2 and more data': { l2: 0.002, points: 'many' },
	'L2, augmentation and more data': { l2: 0.002, shake: 0.3, points: 'many' }
};

export const SEEDS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** Points as a tape is given them. */
export const given = (tape: Tape, name: string, { xy, classes }: Points, label = 'points') => ({
	inputs: tape.constant(name, [xy.length, 2], xy.flat(), { label }),
	targets: tape.constant(`${name}.classes`, [xy.length, 1], classes, { label: 'classes', symbol: 'y' })
});

export const accuracy = ({ data }: Tensor, targets: Tensor): number =>
	Array.from(data).filter((z, k) => z >= 0 === targets.data[k]! > 0.5).length / data.length;

/** Trains on a tape, as the lesson does. */
export const trained = (tape: Tape, setting: Setting, seed: number, at = 0): History => {
	const against = { ...setting, seed };
	return train(tape, {
		...programOf(against),
		data: given(tape, 'X', learnedFrom(setting.points)),
		validation: given(tape, 'V', watched, 'points that are watched'),
		parameters: startOf(against),
		metrics: { accuracy },
		epochs: setting.epochs,
		...(setting.patience > 0 && { patience: setting.patience }),
		settings: against,
		at
	});
};

export interface Score {
	/** The share of the held-out points that is right, and their loss. */
	readonly accuracy: number;
	readonly loss: number;
	/** The epochs that the weights have been trained for. */
	readonly epochs: number;
	/** Weights that are exactly 0. */
	readonly zeros: number;
}

/** With early stopping, the weights are those of the epoch with the least loss on the watched points. */
export function scoreOf(setting: Setting, seed: number): Score {
	const against = { ...setting, seed };
	const history = trained(new Tape(), setting, seed);
	const epochs = setting.patience > 0 ? history.best! + 1 : history.updates;
	const tape = new Tape();
	const parameters = Object.fromEntries(
		Object.entries(startOf(against)).map(([name, { shape }]) => {
			const values = keptParameter(history, name, epochs);
			if (!values) throw new Error(`The parameters of epoch ${epochs} were not kept.`);
			return [name, tape.carried(name, shape, values)];
		})
	);
	const data = given(tape, 'H', heldOut);
	const { output, loss } = programOf(against).network(tape, {
		...data,
		parameters,
		training: false,
		update: epochs
	});
	const weights = Object.entries(parameters).filter(([name]) => name.startsWith('W'));
	return {
		accuracy: accuracy(output, data.targets),
		loss: loss.data[0]!,
		epochs,
		zeros: weights.reduce((n, [, { data }]) => n + data.filter((w) => w === 0).length, 0)
	};
}
