/** Trained weights as PyTorch stores them, as the parameters of a lesson. */
import type { Tape, Tensor } from '#engine';

export interface Stored {
	readonly shape: readonly number[];
	readonly data: readonly number[];
}

/** PyTorch keeps a weight as outputs × inputs; a row is multiplied by inputs × outputs. */
export function turned({ shape: [rows, columns], data }: Stored): Stored {
	const at = (k: number) => data[(k % rows!) * columns! + Math.floor(k / rows!)]!;
	return { shape: [columns!, rows!], data: data.map((_, k) => at(k)) };
}

/**
 * Parameters from stored numbers, or from those of another trace, each with what sentences call it, and equations where its
 * name does not say. `names` says what the rows of a table stand for, and the places of a bias.
 */
export const parametersOf = <Name extends string>(
	tape: Tape,
	stored: Readonly<Record<Name, readonly [label: string, values: Stored, symbol?: string]>>,
	given?: (name: string) => ArrayLike<number>,
	names: { readonly [name in Name]?: readonly string[] } = {}
): Readonly<Record<Name, Tensor>> =>
	Object.fromEntries(
		Object.entries<readonly [string, Stored, string?]>(stored).map(
			([name, [label, { shape, data }, symbol]]) => [
				name,
				tape.parameter(name, shape, given?.(name) ?? data, {
					label,
					...(symbol && { symbol }),
					...(names[name as Name] && { names: names[name as Name]! })
				})
			]
		)
	) as Record<Name, Tensor>;
