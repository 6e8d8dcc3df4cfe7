/** Neurons and edges in words. */
import { knownOf, numbersOf, some } from '../words.ts';
import type { PartView } from '../view.ts';
import { bendOf, type Chain } from './chain.ts';

export function described(view: PartView, { layers, rows }: Chain): readonly string[] {
	const back = view.phase === 'backward';
	return [
		`A network of neurons, layer by layer from left to right: ${[layers[0]!.ins, ...layers.map(({ outs }) => outs)].join(', ')}, with an edge for each weight${rows > 1 ? `; ${rows} samples go through it at once` : ''}.`,
		...layers.map((layer, k) => {
			const { x, given, bias, z, a } = layer;
			const bend = bendOf(layer);
			const gradients = [
				...(a.grad ? [`of its outputs ${knownOf(a.grad, view.known(a.grad))}`] : []),
				...(given.grad ? [`of its weights ${knownOf(given.grad, view.known(given.grad))}`] : [])
			];
			return `Layer ${k + 1}, ${layer.ins} to ${layer.outs}: inputs ${knownOf(x, view.known(x))}; weights ${numbersOf(given.data)}${bias ? `; bias ${numbersOf(bias.data)}` : ''}; sums ${knownOf(z, view.known(z))}${bend ? `; after ${bend.call.op.name} ${knownOf(a, view.known(a))}` : ''}${back && gradients.length ? `; gradients ${some(gradients)}` : ''}.`;
		})
	];
}
