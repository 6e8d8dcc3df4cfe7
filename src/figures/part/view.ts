/**
 * What the figure of a part is given: the trace, the place in it, and what is known by then. A figure knows no player;
 * whoever steps through a trace hands this to it.
 */
import type { Cell, Grain, Leaf, Node, Phase, Place, Scope, Tensor, Trace, Unit } from '#engine';

export interface PartView {
	readonly trace: Trace;
	readonly root: Scope;
	/** Elementary steps taken. */
	readonly done: number;
	readonly grain: Grain;
	/** Whether the whole network is asked for, wherever one is in it. */
	readonly overview: boolean;
	/** What one looks at: the unit that holds the last step, its phase, and the scopes around it without the root. */
	readonly unit: Unit;
	readonly phase: Phase;
	readonly path: readonly Node[];
	/** Where the last step lies. */
	readonly leaf: Leaf;
	readonly place: Place;
	/** The cell that is shown: that of the last step, or the one that stands for a whole. Before any step it is still to come. */
	readonly shown: Place;
	readonly ahead: boolean;
	/** What is pointed at anywhere on the page. */
	readonly pointed: { readonly tensor: string; readonly cell: number | null } | null;
	/** How many cells of a tensor, from its first, are known. */
	known(tensor: Tensor): number;
	point(tensor: string | null, cell?: number | null): void;
	/** To the end of a part of the trace, looking at it as a whole. */
	show(node: Node): void;
	/** To the step that wrote a cell; false where it is given. */
	why(tensor: Tensor, cell: Cell[1]): boolean;
}

/** What the file of a figure says of it. */
export interface PartFigure {
	/** Whether it draws the part that one looks at. */
	about(view: PartView): boolean;
	/** Whether it draws the op, the cell or the step of such a part that one looks at, in the place of the figure of the op. */
	inside?(view: PartView): boolean;
	/** Whether it draws the whole network. */
	overview?(view: PartView): boolean;
	/** What the picture shows at this step, in sentences; what is lit is said of every picture alike (words.ts). */
	described(view: PartView): readonly string[];
}
