/** What the states of a trace say of each other: which must wait for which, and how long each layer remembers. */
import type { Tensor, Trace } from '#engine';
import { jacobianNorms } from '#engine/layers/jacobian.ts';
import { LAYERS } from './network.ts';

/** The state of layer l, counted from 1, after step t. */
export const nameOf = (layer: number, t: number) => `h${t}_l${layer - 1}`;

/** For every state, how many states must be computed one after the other until it is there. */
export function waves(trace: Trace, T: number): number[][] {
	const layers = Array.from({ length: LAYERS }, (_, l) => l + 1);
	const steps = Array.from({ length: T }, (_, k) => k + 1);
	const states = new Set(layers.flatMap((l) => steps.map((t) => trace.tensors.get(nameOf(l, t))!)));
	const found = new Map<Tensor, number>();
	const wave = (x: Tensor): number => {
		const before = found.get(x);
		if (before !== undefined) return before;
		const after = Math.max(0, ...(x.writer?.reads.map(wave) ?? [])) + (states.has(x) ? 1 : 0);
		found.set(x, after);
		return after;
	};
	return layers.map((l) => steps.map((t) => wave(trace.tensors.get(nameOf(l, t))!)));
}

/** ‖∂h_T/∂hₜ‖ for every layer, the states being those of this layer. */
export function memory(trace: Trace, T: number): number[][] {
	return Array.from({ length: LAYERS }, (_, l) => {
		const hs = Array.from({ length: T }, (_, k) => trace.tensors.get(nameOf(l + 1, k + 1))!);
		return Array.from(jacobianNorms(hs));
	});
}
