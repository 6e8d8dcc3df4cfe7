/** What the picture shows, in sentences: what it is, how it is laid out, its numbers, and what is lit at this step. */
import { described as ofOp } from '#src/figures/op/described.ts';
import { describedBy, isPart } from '#src/figures/part/index.svelte.ts';
import type { PartView } from '#src/figures/part/view.ts';
import { litIn, sentence, tensorIn } from '#src/figures/part/words.ts';

/** What stands in the picture, with what is being written; empty while the figure of a part is on its way. */
export function pictured(view: PartView): readonly string[] {
	const own = describedBy(view) ?? (isPart(view) ? [] : ofOp(view));
	const written = tensorIn(view, view.leaf.out);
	const said = own.some((text) => text.toLowerCase().includes(written.toLowerCase()));
	return said || !own.length ? own : [...own, sentence(`what is written is ${written}`)];
}

export function described(view: PartView): readonly string[] {
	const own = pictured(view);
	return own.length ? [...own, ...litIn(view)] : [];
}
