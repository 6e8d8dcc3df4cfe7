/** What sentences and equations call the tensors of a program: outputs of modules, and what optimizers keep. */
import type { Leaf, Tensor } from '#engine';
import { symbolOf } from '#engine/tex.ts';

export interface Name {
	readonly label: string;
	readonly symbol: string;
}

/** What optimizers keep of a parameter: what it is, and the letter that it has. */
const KEPT: Readonly<Record<string, readonly [string, string]>> = {
	sgdVelocity: ['velocity', 'v'],
	adamFirst: ['average gradient', 'm'],
	adamSecond: ['average square', 'v'],
	rmspropAverage: ['average square', 'a'],
	adagradSum: ['sum of squares', 'a'],
	rmspropDirection: ['direction', 'd']
};

export class Called {
	readonly #names = new Map<Tensor, Name>();

	output(tensor: Tensor, module: string): void {
		const symbol = symbolOf(`y_${module.replace(/\W+/g, '_')}`);
		this.#names.set(tensor, { label: `output of ${module}`, symbol });
	}

	/** What a leaf wrote. Weights are kept as output × input; a row is multiplied by them the other way round. */
	wrote({ call, out }: Leaf): Tensor {
		const [w] = call.xs;
		if (call.op.name !== 'transpose' || (w!.role !== 'parameter' && w!.role !== 'update')) return out;
		const { label, symbol } = this.#names.get(w!) ?? w!;
		this.#names.set(out, { label: `turned ${label}`, symbol: `{${symbol}}^{\\top}` });
		return out;
	}

	/** What was computed for a parameter; `fresh` is what the parameter is from now on. */
	update(computed: readonly Tensor[], fresh: Tensor | null, name: string, symbol: string): void {
		for (const tensor of computed) {
			const kept = KEPT[tensor.writer!.call.op.name];
			if (tensor === fresh) this.#names.set(tensor, { label: `new ${name}`, symbol: `{${symbol}}'` });
			else if (kept)
				this.#names.set(tensor, { label: `${kept[0]} of ${name}`, symbol: `${kept[1]}_{${symbol}}` });
		}
	}

	clear(): void {
		this.#names.clear();
	}

	/** With the variables of the program, which say more. */
	with(variables: Iterable<readonly [Tensor, string]>): ReadonlyMap<Tensor, Name> {
		const names = new Map(this.#names);
		for (const [tensor, label] of variables) names.set(tensor, { label, symbol: symbolOf(label) });
		return names;
	}
}
