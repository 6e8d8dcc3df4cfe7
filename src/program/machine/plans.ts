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

/**
 * Ops one after the other, in one call, since calls from Python take longer than small ops: of each its plan, how many
 * inputs it has, and their ids; −1 is what the op before wrote, −2 what the one before that did. Gives what the first wrote.
 */
export function inTurn(
	orders: readonly number[],
	apply: (plan: number, ids: readonly number[]) => number
): number {
	const written: number[] = [];
	for (let k = 0; k < orders.length;) {
		const [plan, count] = [orders[k]!, orders[k + 1]!];
		const ids = orders.slice(k + 2, (k += 2 + count));
		const known = ids.map((id) => (id < 0 ? written.at(id)! : id));
		written.push(apply(plan, known));
	}
	return written[0]!;
}
