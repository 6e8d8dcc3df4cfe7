/** What an optimizer keeps from update to update, whatever its form: tensors, and numbers such as the step of Adam. */
import type { Tensor } from '../tensor.ts';

type Entry = Tensor | number;

const isTensor = (value: object): value is Tensor => 'data' in value && 'shape' in value;

/** The tensors and numbers in it, in order, put after those in `entries`. */
export function entriesOf(state: unknown, entries: Entry[] = []): Entry[] {
	if (typeof state === 'number') entries.push(state);
	else if (typeof state === 'object' && state !== null) {
		if (isTensor(state)) entries.push(state);
		else if (Array.isArray(state)) for (let k = 0; k < state.length; k++) entriesOf(state[k], entries);
		else for (const k in state) entriesOf((state as Record<string, unknown>)[k], entries);
	}
	return entries;
}

/** The same form with other entries. */
export function withEntries<S>(state: S, replace: (entry: Entry) => Entry): S {
	if (typeof state === 'number') return replace(state) as S;
	if (typeof state !== 'object' || state === null) return state;
	if (isTensor(state)) return replace(state) as S;
	if (Array.isArray(state)) return state.map((s: unknown) => withEntries(s, replace)) as S;
	const other: Record<string, unknown> = {};
	for (const k in state) other[k] = withEntries<unknown>(state[k], replace);
	return other as S;
}
