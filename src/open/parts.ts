/** A trace goes from one thread to another in parts, so that the page answers in between. */
import type { OpFile, TensorFile } from '#engine/file/json.ts';
import type { Program } from '#engine/file/replay.ts';
import type { Shown } from './shown.ts';

/** So many at once are taken in a few milliseconds. */
const PART = 1000;

export function inParts<T>(all: readonly T[], send: (some: readonly T[]) => void): void {
	for (let k = 0; k < all.length; k += PART) send(all.slice(k, k + PART));
}

export type Part =
	| { readonly kind: 'tensors'; readonly some: readonly (readonly [name: string, tensor: TensorFile])[] }
	| { readonly kind: 'ops'; readonly some: readonly OpFile[] }
	| {
			readonly kind: 'read';
			readonly opened: Omit<Shown, 'trace' | 'ops'>;
			readonly program: Omit<Program, 'ops'>;
	  }
	| { readonly kind: 'refused'; readonly message: string };

/** What has come so far. */
export class Parts {
	readonly tensors = new Map<string, TensorFile>();
	readonly ops: OpFile[] = [];

	take(part: Extract<Part, { some: unknown }>): void {
		if (part.kind === 'ops') this.ops.push(...part.some);
		else for (const [name, tensor] of part.some) this.tensors.set(name, tensor);
	}
}
