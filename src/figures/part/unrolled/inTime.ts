/** Where in time one is: the track and the step of a node, how far backward has come, and what has arrived by then. */
import {
	ancestry,
	forwardOf,
	normOf,
	wayBack as mirrorOf,
	type Node,
	type Scope,
	type Tensor,
	size
} from '#engine';
import { isStep, type Track } from './tracks.ts';

/** What a step is given, in words; nothing until a word that is computed is known. */
export function wordIn(x: Tensor, by: { known(tensor: Tensor): number }): string {
	if (!x.names || !x.writer) return x.label;
	return by.known(x) === size(x.shape) ? `“${x.names.join(' ')}”` : '';
}

/** The track and the time step that a node belongs to, forwards or backwards. */
export function placeIn(tracks: readonly Track[], node: Node): { track: Track; t: number } | null {
	const forward = forwardOf(node);
	const step = forward && ancestry(forward).findLast(isStep);
	const track = step && tracks.find(({ scope }) => scope === step.parent);
	return track ? { track, t: step.part.t } : null;
}

/** The way back through a track, or through one of its steps; null where no gradient comes through it. */
export const wayBack = (root: Scope, track: Track, t?: number): Node | null =>
	mirrorOf(root, t === undefined ? track.scope : track.steps.get(t)!.node);

/** Whether backward has begun, after so many steps. */
export const backwardBegun = (root: Scope, done: number): boolean =>
	root.children.some((node) => node.phase === 'backward' && node.start < done);

/** So many steps have been taken when backward is through with a track: what has no gradient then gets none. */
export function through(root: Scope, track: Track): number {
	const node = wayBack(root, track) ?? root.children.find(({ phase }) => phase === 'backward');
	return node ? node.start + node.steps : Infinity;
}

/** ‖∂L/∂x‖; null where no gradient comes. */
export const gradientSize = ({ grad }: Tensor): number | null => grad && normOf(grad.data);
