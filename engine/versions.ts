/**
 * A trace of several updates has a tensor for each version of a parameter, and for what each update computed. What a program
 * calls `loss` or `w.grad` is one after the other of them.
 */
import type { Tensor } from './tensor.ts';
import { isUpdate, leavesOf, updatesIn, type Node, type Scope } from './trace.ts';

/**
 * What an update made of a parameter: the last of the ops in a row that begin with it, as where it decays before it moves;
 * null where there was none.
 */
export function successorOf(w: Tensor): Tensor | null {
	const next = w.readers.find(({ leaf, slot }) => leaf.phase === 'update' && slot === 0)?.leaf;
	if (!next) return null;
	const further = successorOf(next.out);
	return further?.writer?.parent === next.parent ? further : next.out;
}

/** The update that a node lies in, where there are several of them; null elsewhere. */
export function updateOf(node: Node): Scope | null {
	for (let at: Node | null = node; at; at = at.parent) if (isUpdate(at)) return at;
	return null;
}

/**
 * What a tensor is in one update of several: of what is given, the version that the update begins with; of what the first of
 * them computed, what was computed at the same place in this one, by the same op. Else it is the tensor itself.
 */
export function versionIn(root: Scope, tensor: Tensor, update: Scope): Tensor {
	const of = tensor.gradientOf;
	if (of) return versionIn(root, of, update).grad ?? tensor;
	const { writer } = tensor;
	if (!writer) return versionBefore(tensor, update.start);
	const first = updatesIn(root)[0];
	if (!first || first === update) return tensor;
	const place = leavesOf(first).indexOf(writer);
	const same = place < 0 ? undefined : leavesOf(update)[place];
	return same?.call.op === writer.call.op ? same.out : tensor;
}

function versionBefore(given: Tensor, start: number): Tensor {
	let version = given;
	for (let next = successorOf(version); next; next = successorOf(version)) {
		if (next.writer!.start >= start) break;
		version = next;
	}
	return version;
}
