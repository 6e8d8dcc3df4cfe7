/** Breakpoints in a column of the editor, beside the numbers of its lines: they move with what is written. */
import { RangeSet, StateEffect, StateField, type Extension } from '@codemirror/state';
import { EditorView, gutter, GutterMarker } from '@codemirror/view';

/** Other breakpoints take the place of those that are there: their lines, from 1. */
export const setStops = StateEffect.define<readonly number[]>();

class Dot extends GutterMarker {
	override toDOM() {
		const dot = document.createElement('span');
		dot.className = 'cm-stop';
		return dot;
	}
}
const DOT = new Dot();

const stops = StateField.define<RangeSet<GutterMarker>>({
	create: () => RangeSet.empty,
	update(marks, transaction) {
		let now = marks.map(transaction.changes);
		for (const effect of transaction.effects) {
			if (!effect.is(setStops)) continue;
			const { doc } = transaction.state;
			const lines = [...new Set(effect.value)].filter((line) => line > 0 && line <= doc.lines);
			now = RangeSet.of(lines.sort((a, b) => a - b).map((line) => DOT.range(doc.line(line).from)));
		}
		return now;
	}
});

/** The lines that have a breakpoint, each once. */
export function stopsIn({ state }: EditorView): number[] {
	const lines = new Set<number>();
	for (let at = state.field(stops).iter(); at.value; at.next()) lines.add(state.doc.lineAt(at.from).number);
	return [...lines];
}

export const stopGutter = (toggle: (line: number) => void): Extension => [
	stops,
	gutter({
		class: 'cm-stops',
		markers: (view) => view.state.field(stops),
		renderEmptyElements: true,
		domEventHandlers: {
			mousedown(view, { from }) {
				toggle(view.state.doc.lineAt(from).number);
				return true;
			}
		}
	})
];
