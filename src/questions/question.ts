/**
 * A question in a lesson's text. What is right is an expression over the trace, so that it holds for whatever settings the
 * student has chosen; no answer is stored.
 */

/** A sentence as HTML; `<output data-value="max(y)">` in it is filled from the trace. */
export type Said = string;

/** The wrong answer that people usually give, and what there is to say of it. */
export interface Usual {
	/** For a cell: true at the cells that are meant; for a number: the number itself. */
	readonly when: string;
	readonly say: Said;
}

export interface Choice {
	readonly name: Said;
	/** An expression that is true where this is the right one. */
	readonly right: string;
	/** What to say to who chooses it although it is wrong; null where there is nothing of its own. */
	readonly say: Said | null;
}

interface Asked {
	/** Its name among the questions of its lesson. */
	readonly id: string;
	readonly prompt: Said;
	readonly hint: Said;
	readonly why: Said;
	/** Settings that must be so, as in a link: "stride=1&pool=max"; empty where it can always be asked. */
	readonly when: string;
	/** Further settings and edits to begin with: "edit.k=4:2"; empty where the lesson's own will do. */
	readonly set: string;
	/** The part before which it is asked, so that the picture does not give it away; null where it stays where one is. */
	readonly before: string | null;
	/** The step that proves it: a part, a cell ("y[0, 1]"), or a tensor of whose cells it is the one in the answer's place. */
	readonly proof: string | null;
	readonly usual: readonly Usual[];
}

export type Question = Asked &
	(
		| {
				/** A cell of the tensor, clicked in the picture. */
				readonly kind: 'cell';
				readonly tensor: string;
				/** As many numbers as the tensor has cells, true at the right ones. */
				readonly right: string;
		  }
		| {
				readonly kind: 'choice';
				/** Whether it is a bet on what a run will show: one answer, and no second try. */
				readonly bet: boolean;
				readonly options: readonly Choice[];
		  }
		| {
				/** One of the named places of a row, such as words: the right one holds its largest number. */
				readonly kind: 'among';
				readonly bet: boolean;
				readonly row: string;
		  }
		| { readonly kind: 'number'; readonly right: string }
		| {
				/** A setting or an edit that makes the goal true. */
				readonly kind: 'task';
				readonly goal: string;
				/** One way to do it, in the notation of `set`. */
				readonly by: string;
		  }
	);
