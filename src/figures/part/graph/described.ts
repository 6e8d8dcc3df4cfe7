/** A computation graph of single numbers in words. */
import { plain, type Node } from '#engine';
import { at } from '#engine/words.ts';
import { count, some } from '../words.ts';
import type { PartView } from '../view.ts';
import { cellGraphOf, derivativeOf, type GraphNode } from './cells.ts';

/** So many numbers are read out, those that are reached last. */
const MOST = 12;

export function described(view: PartView, formula: Node | undefined): readonly string[] {
	const graph = formula ? cellGraphOf(formula) : null;
	if (!graph) return [];
	const has = ({ tensor, cell }: GraphNode) => cell < view.known(tensor);
	const gradient = ({ tensor, cell }: GraphNode) =>
		tensor.grad && cell < view.known(tensor.grad) ? `, gradient ${plain(tensor.grad.data[cell]!)}` : '';
	const known = graph.nodes.filter(has);
	const told = known
		.slice(-MOST)
		.map(
			(node) => `${at([node.tensor, node.cell])} = ${plain(node.tensor.data[node.cell]!)}${gradient(node)}`
		);
	const last = view.shown.leaf;
	const edges = graph.edges.filter(({ back }) => back?.leaf === last && back.cell === view.shown.cell);
	const locals = edges.flatMap((edge) => {
		const numbers = derivativeOf(edge);
		return numbers
			? [
					`along the edge to ${at([edge.to.tensor, edge.to.cell])}, ${plain(numbers.upstream)} times ${plain(numbers.local)}`
				]
			: [];
	});
	return [
		`A graph of ${count(graph.nodes.length, 'number')}, what is given on the left, and an edge from each number to what is computed from it: ${count(graph.edges.length, 'edge')}.`,
		`Filled are ${known.length} of ${graph.nodes.length}${known.length > MOST ? `; the last ${MOST}` : ''}: ${told.join('; ')}.`,
		...(locals.length && !view.ahead ? [`The way back goes ${some(locals)}.`] : [])
	];
}
