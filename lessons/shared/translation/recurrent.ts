/**
 * The trained recurrent translators of the lessons `seq2seq`, `bahdanau` and `luong`, as parameters: PyTorch stacks the
 * gates of a GRU and keeps weights as outputs × inputs, here each gate has its own, and a row is multiplied by them.
 */
import type { Naming, Tape, Tensor } from '#engine';
import type { Gates } from '#engine/layers/cell.ts';
import { tagOf, weightNamed } from '#engine/layers/naming.ts';
import type { Seq2SeqWeights } from '#engine/layers/seq2seq.ts';
import { turned, type Stored } from '../../stored.ts';
import { english, french } from './words.ts';

type Side = 'encoder' | 'decoder';
type Stack = 'weight_ih' | 'weight_hh' | 'bias_ih' | 'bias_hh';

/** A translator's tensors under PyTorch's names. */
export type Tensors = Readonly<
	Record<'source.weight' | 'target.weight' | `${Side}.${Stack}_l0` | 'output.weight' | 'output.bias', Stored>
>;

/** In PyTorch's order. */
export const GATES = { r: 'reset gate', z: 'update gate', n: 'candidate' } as const;
const LETTERS = ['r', 'z', 'n'] as const;

export interface Weights extends Seq2SeqWeights {
	/** Words of the source × features. */
	readonly source: Tensor;
}

/** The part of a gate in what PyTorch stacks. */
function part({ shape: [rows, ...rest], data }: Stored, k: number): Stored {
	const length = data.length / LETTERS.length;
	return { shape: [rows! / LETTERS.length, ...rest], data: data.slice(k * length, (k + 1) * length) };
}

const sum = (a: Stored, b: Stored): Stored => ({ ...a, data: a.data.map((value, k) => value + b.data[k]!) });

export const parameter = (tape: Tape, { shape, data }: Stored, name: string, naming: Naming): Tensor =>
	tape.parameter(name, shape, data, naming);

/** Both biases of a gate are added; the candidate keeps them apart, since its reset gate comes between them. */
function gatesOf(tape: Tape, tensors: Tensors, side: Side): Gates {
	const tag = tagOf(side.slice(0, 3));
	const gates = LETTERS.map((letter, k) => {
		const named = (kind: 'W' | 'b', index: string, values: Stored, what: string) => {
			const { name, symbol } = weightNamed(tag, kind, index);
			const label = `${what} of the ${side}’s ${GATES[letter]}`;
			return parameter(tape, values, name!, { label, symbol });
		};
		const of = (what: Stack) => part(tensors[`${side}.${what}_l0`], k);
		const [bias, memory] = [of('bias_ih'), of('bias_hh')];
		const apart = letter === 'n';
		return [
			letter,
			{
				x: named('W', `x${letter}`, turned(of('weight_ih')), 'input weights'),
				h: named('W', `h${letter}`, turned(of('weight_hh')), 'memory weights'),
				b: named('b', letter, apart ? bias : sum(bias, memory), 'bias'),
				...(apart && { bh: named('b', `h${letter}`, memory, 'bias of the memory part') })
			}
		] as const;
	});
	return Object.fromEntries(gates);
}

/** What all three translators have; attention adds its own. */
export function parameters(tape: Tape, tensors: Tensors): Weights {
	return {
		source: parameter(tape, tensors['source.weight'], 'E_en', {
			label: 'table of English words',
			names: english,
			symbol: 'E^{\\mathrm{en}}'
		}),
		encoder: gatesOf(tape, tensors, 'encoder'),
		words: parameter(tape, tensors['target.weight'], 'E_fr', {
			label: 'table of French words',
			names: french,
			symbol: 'E^{\\mathrm{fr}}'
		}),
		decoder: gatesOf(tape, tensors, 'decoder'),
		output: {
			w: parameter(tape, turned(tensors['output.weight']), 'W_o', {
				label: 'output weights',
				symbol: 'W_{o}'
			}),
			b: parameter(tape, tensors['output.bias'], 'b_o', {
				label: 'output bias',
				symbol: 'b_{o}',
				names: french
			})
		}
	};
}
