/** What an optimizer keeps from update to update, whatever its form: tensors, and numbers such as the step of Adam. */
import type { Tensor } from '../tensor.ts';

type Entry = Tensor | number;

const isTensor = (value: object): value is Tensor => 'data' in value && 'shape' in value;

/** The tensors and numbers in it, in order. */
export function entriesOf(state: unknown): Entry[] {
	if (typeof state === 'number') return [state];
	if (typeof state !== 'object' || state === null) return [];
	return isTensor(state) ? [state] : Object.values(state).flatMap(entriesOf);
}

/** The same form with other entries. */
export function withEntries<S>(state: S, replace: (entry: Entry) => Entry): S {
	if (typeof state === 'number') return replace(state) as S;
	if (typeof state !== 'object' || state === null) return state;
	if (isTensor(state)) return replace(state) as S;
	if (Array.isArray(state)) return state.map((s: unknown) => withEntries(s, replace)) as S;
	return Object.fromEntries(
		Object.entries(state).map(([k, s]) => [k, withEntries(s as unknown, replace)])
	) as S;
}
