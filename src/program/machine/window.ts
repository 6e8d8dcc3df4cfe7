/** How many updates are recorded in full, from which on, and how much they may take together. */
export interface Window {
	readonly at: number;
	readonly most: { readonly updates: number; readonly ops: number; readonly numbers: number };
}

/** What is known of every update, recorded or not. */
export interface Curve {
	readonly loss: number[];
}
