/** A whole pass through a network in words: in time, as neurons, as a graph, or part by part. */
import { size } from '#engine';
import { partName } from '#engine/partName.ts';
import { capital, the } from '#engine/words.ts';
import { short } from '#src/text/short.ts';
import { described as neurons } from '../neurons/described.ts';
import { described as pieces } from '../pieces/described.ts';
import { gradientSize, placeIn } from '../unrolled/inTime.ts';
import type { Track } from '../unrolled/tracks.ts';
import { count, shapeOf, some, tensorIn } from '../words.ts';
import type { PartView } from '../view.ts';
import { drawnIn } from './drawn.ts';
import { givenTo, sourcesOf, type Part } from './parts.ts';

export function described(view: PartView): readonly string[] {
	const { tracks, chain, graph, parts, part } = drawnIn(view);
	if (tracks.length) return inTime(view, tracks);
	if (chain) return neurons(view, chain);
	return graph ? asGraph(view, parts) : pieces(view, part);
}

function inTime(view: PartView, tracks: readonly Track[]): readonly string[] {
	const back = view.phase === 'backward';
	const here = placeIn(tracks, view.unit.node) ?? placeIn(tracks, view.leaf);
	return [
		`A network unrolled in time: ${count(tracks.length, 'row')} above each other, the words or inputs at the bottom, a column for each time step.`,
		...tracks.map((track) => {
			const steps = [...track.steps.values()];
			const has = steps.filter(({ states }) => states.every((x) => view.known(x) === size(x.shape)));
			const way =
				track.carries === 0 ? '' : `, states handed on to ${track.carries > 0 ? 'later' : 'earlier'} steps`;
			const sizes = back
				? steps.flatMap(({ t, states }) => {
						const x = states[0]!;
						const known = x.grad !== null && view.known(x.grad) === size(x.grad.shape);
						return known ? [`${short(gradientSize(x)!)} at step ${t}`] : [];
					})
				: [];
			const last = has.at(-1)?.states[0];
			return `${capital(partName(track.scope))}: ${count(steps.length, 'step')}${way}; ${has.length} computed${last ? `, the last ${tensorIn(view, last)}` : ''}${sizes.length ? `; sizes of gradients: ${some(sizes)}` : ''}.`;
		}),
		...(here ? [`Marked is the column of step ${here.t}, in the row of ${partName(here.track.scope)}.`] : [])
	];
}

/** So many parts are read out. */
const MOST = 12;

function asGraph(view: PartView, parts: readonly Part[]): readonly string[] {
	const sources = sourcesOf(parts);
	const back = view.phase === 'backward';
	const given = [...new Set(parts.flatMap(({ node }) => givenTo(node)))];
	return [
		`A graph of ${count(parts.length, 'part')}, from ${some(given.map((x) => `${the(x)}, ${shapeOf(x)}`)) || 'what is given'}, with arrows from each to those that read it.`,
		...parts.slice(0, MOST).map((part) => {
			const from = sources.get(part)!.map(({ node }) => partName(node));
			const shown = (back && part.out.grad) || part.out;
			return `${capital(partName(part.node))}${from.length ? `, which reads ${some(from)}` : ''}: ${tensorIn(view, shown)}.`;
		}),
		...(parts.length > MOST ? [`And ${count(parts.length - MOST, 'part')} more.`] : [])
	];
}
