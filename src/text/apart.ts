/** Equations that stand beside each other, with \qquad between them; what stands in braces or an environment is one. */
export function apart(tex: string): readonly string[] {
	const all = tex.split('\\qquad');
	const count = (part: string, what: RegExp) => (part.match(what) ?? []).length;
	const isWhole = (part: string) =>
		count(part, /\{|\\begin\b|\\left\b/g) === count(part, /\}|\\end\b|\\right\b/g);
	return (all.every(isWhole) ? all : [tex]).map((part) => part.trim());
}

/** A formula and its numbers, each number under what it is of; those that are not as many stand in a row under all of it. */
export function under(tex: string, numbers: string): readonly (readonly string[])[] {
	const [above, below] = [apart(tex), apart(numbers)];
	return above.length === below.length
		? above.map((part, k) => [part, below[k]!])
		: [...above, ...below].map((part) => [part]);
}
