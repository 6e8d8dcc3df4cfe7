/** Names in a sentence: “a, b and c”, “a, b or c”. */

// British English: "a, b and c" has no comma before its last name.
const ALL = new Intl.ListFormat('en-GB', { type: 'conjunction' });
const ONE = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/** "input, kernel and bias"; of more than `most` names the first, and how many there are besides. */
export const listed = (names: readonly string[], most = Infinity): string =>
	ALL.format(names.length > most ? [...names.slice(0, most - 1), `${names.length - most + 1} more`] : names);

/** "none, mean or sum": what can be chosen from. */
export const either = (names: readonly string[]): string => ONE.format(names);
