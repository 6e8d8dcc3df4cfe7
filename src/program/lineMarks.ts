/** Lines that are marked in the editor: the one that runs, with what stands on it, and the one that failed. */
import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView, WidgetType, type DecorationSet } from '@codemirror/view';

/** Lines from 1, 0 for none. */
export interface Marks {
	readonly here: number;
	readonly failed: number;
}

export const mark = StateEffect.define<Marks & { readonly below: HTMLElement }>();
const HERE = Decoration.line({ class: 'cm-here', attributes: { 'aria-current': 'step' } });
const FAILED = Decoration.line({ class: 'cm-failed' });

/** An element of the page, under a line. */
class Below extends WidgetType {
	readonly #element: HTMLElement;

	constructor(element: HTMLElement) {
		super();
		this.#element = element;
	}

	override eq(other: Below) {
		return other.#element === this.#element;
	}

	toDOM() {
		return this.#element;
	}
}

export const marked = StateField.define<DecorationSet>({
	create: () => Decoration.none,
	update(marks, transaction) {
		let now = marks.map(transaction.changes);
		for (const effect of transaction.effects) {
			if (!effect.is(mark)) continue;
			const { doc } = transaction.state;
			const { here, failed, below } = effect.value;
			const is = (line: number) => line > 0 && line <= doc.lines;
			now = Decoration.set(
				[
					...(is(here) ? [HERE.range(doc.line(here).from)] : []),
					...(is(here)
						? [Decoration.widget({ widget: new Below(below), block: true, side: 1 }).range(doc.line(here).to)]
						: []),
					...(is(failed) ? [FAILED.range(doc.line(failed).from)] : [])
				],
				true
			);
		}
		return now;
	},
	provide: (field) => EditorView.decorations.from(field)
});
