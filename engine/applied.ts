/** What an op is applied with, beside its inputs. */
import type { Naming } from './naming.ts';
import type { Op } from './op.ts';

type Optional<A> = undefined extends A ? true : Partial<A> extends A ? true : false;

/** Its attributes, which may be left out where it has none or a default for each, and what its output is called. */
export type Applied<A> =
	Optional<A> extends true ? [attrs?: A, naming?: Naming | string] : [attrs: A, naming?: Naming | string];

/** Both, whole: attributes that were left out are those by default. */
export function appliedTo<A>(op: Op<A>, applied: Applied<A>): readonly [attrs: A, naming: Naming] {
	const [attrs, naming = {}] = applied as [attrs?: A, naming?: Naming | string];
	return [
		attrs === undefined && op.attributes ? ({} as A) : (attrs as A),
		typeof naming === 'string' ? { name: naming } : naming
	];
}
