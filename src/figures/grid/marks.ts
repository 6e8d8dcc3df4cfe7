/** A cell that is marked in a plane: which of the tensor's, and where it lies. */
export interface Mark {
	readonly cell: number;
	readonly row: number;
	readonly column: number;
}

/** A rectangle around cells of a plane, in its rows and columns. */
export interface Frame {
	readonly top: number;
	readonly left: number;
	readonly rows: number;
	readonly columns: number;
}
