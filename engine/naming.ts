/** What a tensor is called. */
export interface Naming {
	name?: string;
	label?: string;
	symbol?: string;
	/** What the places along the first axis are called: the words of a sentence. */
	names?: readonly string[];
	/** What a value stands for, where the numbers along the first axis are indices that are computed: a word that is chosen. */
	nameOf?(value: number): string;
}
