/** What is typed and pasted into a plane of a given tensor. */
import type { Tensor } from '#engine';
import type { View } from '#src/figures/op/view.ts';
import type { Place } from './paste.ts';

/** The field over the active cell. */
interface Field {
	/** What it opens with, and whether that is the first key typed: it is typed on, a value is replaced. */
	readonly text: string;
	readonly begun: boolean;
	/** Closes it: a number is written; null where it was given up. */
	done(value: number | null): void;
}

export class Typing {
	field = $state.raw<Field | null>(null);
	/** Why the last paste was refused. */
	refusal = $state.raw<string | null>(null);

	/** The cell is written that was active when typing began, also where the figure has gone by then. */
	open({ edit }: View, tensor: Tensor, cell: number, text: string, begun: boolean): void {
		const field: Field = {
			text,
			begun,
			done: (value) => {
				if (this.field !== field) return;
				this.field = null;
				if (value !== null) edit!(tensor, [[cell, value]]);
			}
		};
		this.field = field;
	}

	/** Takes numbers from the clipboard; a single word goes into a field. */
	async paste(
		event: ClipboardEvent,
		place: Place,
		view: View,
		tensor: Tensor,
		cell: (row: number, column: number) => number
	): Promise<void> {
		const text = event.clipboardData?.getData('text').trim();
		if (!text || (this.field && /^[^\s;()[\]{}]+$/.test(text) && !/,.*,/.test(text))) return;
		event.preventDefault();
		const { pasted } = await import('./paste.ts');
		const found = pasted(text, place);
		this.field = null;
		this.refusal = 'refusal' in found ? found.refusal : null;
		if ('word' in found) this.open(view, tensor, cell(place.row, place.column), found.word, true);
		if ('numbers' in found)
			view.edit!(
				tensor,
				found.numbers.map(([r, c, value]) => [cell(r, c), value] as const)
			);
	}
}
