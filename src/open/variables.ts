/** The variables on the line that runs, with what they stood for at the step that one looks at. */
import { known, plain, type Tensor, type Trace, size } from '#engine';
import type { Turn } from './turns.ts';

export interface Variable {
	readonly name: string;
	/** Null for a number. */
	readonly tensor: Tensor | null;
	/** "2×3"; empty for a number. */
	readonly shape: string;
	/** A number, a few numbers, or their norm and how far they reach. */
	readonly value: string;
}

/** So many numbers are written out. */
const FEW = 4;

/** `done`: the steps that have been taken. What the line assigns takes the place of what the name stood for once it is there. */
export function variablesOf({ tensors }: Trace, { at }: Turn, done: number): readonly Variable[] {
	const found = new Map<string, string | number>(Object.entries(at?.names ?? {}));
	for (const [name, written] of Object.entries(at?.sets ?? {})) {
		const tensor = tensors.get(written);
		if (tensor && (!found.has(name) || known(tensor, done) === size(tensor.shape))) found.set(name, written);
	}
	return [...found].flatMap(([name, one]): Variable[] => {
		if (typeof one === 'number') return [{ name, tensor: null, shape: '', value: plain(one) }];
		const tensor = tensors.get(one);
		return tensor
			? [{ name, tensor, shape: tensor.shape.join('×'), value: valueOf(tensor, known(tensor, done)) }]
			: [];
	});
}

function valueOf({ data }: Tensor, count: number): string {
	if (count < data.length) return count ? `${count} of ${data.length} numbers so far` : 'not yet';
	if (data.length <= FEW) return Array.from(data, plain).join(', ');
	let [least, most, squares] = [Infinity, -Infinity, 0];
	for (const x of data) {
		least = Math.min(least, x);
		most = Math.max(most, x);
		squares += x * x;
	}
	return `norm ${plain(Math.sqrt(squares))}, ${plain(least)} to ${plain(most)}`;
}
