/** What the tests of the `lstm` and `gru` lessons share. */
import { Tape, type Trace } from '#engine';
import { answer, type Layer, type Parameters } from './network.ts';
import { COLOURS, FEATURES, rows } from './task.ts';

/** task.py tests on these seeds, with every flag. */
const SEEDS = 100;

/** How many held-out sequences of a gap are answered correctly, all read as one batch. */
export function heldOutRight(
	gap: number,
	make: (tape: Tape) => { readonly layer: Layer; readonly given: Parameters }
): number {
	const tape = new Tape();
	const { layer, given } = make(tape);
	const sequences = Array.from({ length: SEEDS }, (_, seed) =>
		COLOURS.map((flag) => rows({ flag, seed, gap }))
	).flat();
	const xs = sequences[0]!.map((_, t) =>
		tape.constant(
			`x${t + 1}`,
			[sequences.length, FEATURES],
			sequences.flatMap((steps) => steps[t]!.values)
		)
	);
	const { logits } = answer(tape, layer, 'network', xs, given);
	return sequences.filter((_, n) => {
		const scores = logits.data.slice(n * COLOURS.length, (n + 1) * COLOURS.length);
		return scores.indexOf(Math.max(...scores)) === n % COLOURS.length;
	}).length;
}

/** The gradients of a network in PyTorch's layout: gates stacked, weights as outputs × inputs. */
export function gradientsAsInPyTorch(trace: Trace, letters: readonly string[], tag = '') {
	const rowsOf = (name: string) => {
		const { shape, data } = trace.tensors.get(`${name}${tag}.grad`)!;
		const [rows, columns] = shape as [number, number];
		if (shape.length === 1) return Array.from(data);
		return Array.from(data, (_, k) => data[(k % rows) * columns + Math.floor(k / rows)]!);
	};
	const stacked = (name: string) => letters.flatMap((letter) => rowsOf(`${name}${letter}`));
	return {
		weight_ih_l0: stacked('W_x'),
		weight_hh_l0: stacked('W_h'),
		bias_ih_l0: stacked('b_'),
		'output.weight': rowsOf('W_hy'),
		'output.bias': rowsOf('b_y')
	};
}
