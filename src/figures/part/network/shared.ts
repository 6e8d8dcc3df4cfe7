/** Parts of a network that use the same weights: a layer that two branches go through. */
import { leavesOf, type Tensor } from '#engine';
import type { Item } from './items.ts';

/** Of items that read a parameter which another one reads too, the names of those others. */
export function sharedIn<T extends Item>(items: readonly T[]): ReadonlyMap<T, string> {
	const users = new Map<Tensor, Set<T>>();
	for (const item of items)
		for (const x of item.nodes.flatMap(leavesOf).flatMap(({ reads }) => reads))
			if (x.role === 'parameter') users.set(x, (users.get(x) ?? new Set()).add(item));
	return new Map(
		items.flatMap((item) => {
			const others = new Set([...users.values()].flatMap((all) => (all.has(item) ? [...all] : [])));
			others.delete(item);
			return others.size ? [[item, [...others].map(({ nodes }) => nodes[0]!.name).join(', ')]] : [];
		})
	);
}
