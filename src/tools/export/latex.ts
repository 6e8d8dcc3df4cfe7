/** An equation of the page as LaTeX for a paper: without what binds its symbols to tensors. */
export function latex(tex: string): string {
	const mark = '\\htmlData{';
	let out = '';
	for (let at = 0; at < tex.length;) {
		if (!tex.startsWith(mark, at)) {
			out += tex[at++];
			continue;
		}
		at = closing(tex, at + mark.length - 1) + 1;
		const end = closing(tex, at);
		const body = latex(tex.slice(at + 1, end));
		// A lone symbol needs no braces; a subscript may follow what is longer.
		out += /^[A-Za-z0-9.]+$/.test(body) ? body : `{${body}}`;
		at = end + 1;
	}
	return out;
}

/** The brace that closes the one at a place. */
function closing(tex: string, open: number): number {
	let depth = 0;
	for (let at = open; at < tex.length; at++) {
		if (tex[at] === '\\') at++;
		else if (tex[at] === '{') depth++;
		else if (tex[at] === '}' && --depth === 0) return at;
	}
	return tex.length;
}
