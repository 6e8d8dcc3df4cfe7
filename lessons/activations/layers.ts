/** The same deep network once for each activation: what comes back to its first layer. */
import { random, type Tape, type Tensor } from '#engine';
import { add } from '#engine/ops/add.ts';
import { matmul } from '#engine/ops/matmul.ts';
import { sum } from '#engine/ops/sum.ts';
import { FUNCTIONS, TITLES, type FunctionName } from './functions.ts';

export const WIDTH = 6;

interface Layers {
	readonly stacks: readonly FunctionName[];
	readonly depth: number;
	readonly gain: number;
	readonly seed: number;
}

/** Weights with mean 0 and the variance gain² / width, which all stacks share. */
const weightsOf = (tape: Tape, { depth, gain, seed }: Layers): readonly Tensor[] => {
	const source = random(seed);
	const most = gain * Math.sqrt(3 / WIDTH);
	return Array.from({ length: depth }, (_, k) =>
		tape.constant(
			`W${k + 1}`,
			[WIDTH, WIDTH],
			Array.from({ length: WIDTH * WIDTH }, () => source.between(-most, most)),
			{ label: `weights of layer ${k + 1}`, symbol: `W_{${k + 1}}` }
		)
	);
};

/** The loss is the sum of all that comes out, so that a gradient of ones goes back into each stack. */
export function layers(tape: Tape, given: Layers): void {
	const weights = weightsOf(tape, given);
	const source = random(given.seed + 1);
	const values = Array.from({ length: WIDTH }, () => source.between(-1, 1));
	const far = tape.scope(
		'layers',
		() => {
			const ends = given.stacks.map((name) => {
				const of = TITLES[name];
				return tape.scope(
					name,
					() => {
						const first = tape.input(`${name}.h0`, [1, WIDTH], values, {
							label: `input of the ${of} stack`,
							symbol: 'h_{0}'
						});
						const last = weights.reduce((h, w, k) => layer(tape, h, w, name, k + 1), first);
						return tape.apply(
							sum,
							[last],
							{},
							{
								name: `${name}.end`,
								label: `sum of the ${of} stack`,
								symbol: `L_{\\text{${of}}}`
							}
						);
					},
					{ about: `${given.depth} layers, each with ${of}.` }
				);
			});
			return ends.reduce((a, b, k) =>
				tape.apply(add, [a, b], undefined, {
					name: k === ends.length - 1 ? 'far' : `far${k}`,
					label: 'sum of the stacks',
					symbol: k === ends.length - 1 ? 'L' : `L_{${k}}`
				})
			);
		},
		{ about: 'The same weights and the same input, with another activation in each stack.' }
	);
	tape.backward(far);
}

const layer = (tape: Tape, h: Tensor, w: Tensor, stack: FunctionName, k: number): Tensor =>
	tape.scope(
		`layer ${k}`,
		() => {
			const z = tape.apply(matmul, [h, w], undefined, {
				name: `${stack}.z${k}`,
				label: `weighted sums of layer ${k}`,
				symbol: `z_{${k}}`
			});
			return tape.apply(FUNCTIONS[stack], [z], undefined, {
				name: `${stack}.h${k}`,
				label: `output of layer ${k}`,
				symbol: `h_{${k}}`
			});
		},
		{ about: `Layer ${k}: times its weights, then the activation.`, part: { kind: 'dense' } }
	);
