/** What is done again and again, by numbers: they cross from Python faster than texts. */
import { BackstepError, type Op } from '#engine';
import { ops } from '#src/ops/all.ts';
import type { Dtype } from './dtype.ts';

export interface Plan {
	readonly op: Op;
	readonly name: string;
	readonly attrs: object;
	/** What comes out, where it is not what goes in. */
	readonly dtype: Dtype | '';
}

const OPS = new Map(ops.map((op) => [op.name, op]));

export class Plans {
	readonly #plans: Plan[] = [];

	/** An op of the engine with its attributes as JSON: its number. */
	add(name: string, attrs: string, dtype: Dtype | ''): number {
		const op = OPS.get(name);
		if (!op) throw new BackstepError('value', `There is no op "${name}"`);
		return this.#plans.push({ op, name, attrs: attrs ? (JSON.parse(attrs) as object) : {}, dtype }) - 1;
	}

	of(plan: number): Plan {
		return this.#plans[plan]!;
	}
}
