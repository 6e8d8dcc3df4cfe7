/**
 * Where a run stops, as a line of text that fits into a link: a scope or an op by its path, every op of a kind, a line of
 * the program, a cell that is written or read, a condition, the first number that is none, or a gate that is all but open or shut.
 */
export type Breakpoint =
	| { readonly kind: 'at'; readonly path: string }
	| { readonly kind: 'op'; readonly op: string }
	| { readonly kind: 'line'; readonly file: string; readonly line: number }
	| { readonly kind: 'write' | 'read'; readonly tensor: string; readonly cell: number }
	| { readonly kind: 'if'; readonly condition: string }
	| { readonly kind: 'nonfinite' }
	| { readonly kind: 'saturated' };

/** So many fit into a link and beside the stage. */
export const MOST_BREAKPOINTS = 24;

export function textOf(breakpoint: Breakpoint): string {
	switch (breakpoint.kind) {
		case 'at':
			return `at:${breakpoint.path}`;
		case 'op':
			return `op:${breakpoint.op}`;
		case 'line':
			return `line:${breakpoint.file}:${breakpoint.line}`;
		case 'write':
		case 'read':
			return `${breakpoint.kind}:${breakpoint.tensor}[${breakpoint.cell}]`;
		case 'if':
			return `if:${breakpoint.condition}`;
		default:
			return breakpoint.kind;
	}
}

/** Null where the text is none. */
export function breakpointOf(text: string): Breakpoint | null {
	if (text === 'nonfinite' || text === 'saturated') return { kind: text };
	const [, kind, rest] = /^(at|op|line|write|read|if):(.{1,2000})$/s.exec(text) ?? [];
	if (!rest) return null;
	if (kind === 'at') return { kind, path: rest };
	if (kind === 'op') return { kind, op: rest };
	if (kind === 'if') return { kind, condition: rest };
	if (kind === 'line') {
		const [, file, line] = /^(.{1,200}):([1-9]\d{0,5})$/s.exec(rest) ?? [];
		return file && line ? { kind, file, line: Number(line) } : null;
	}
	const [, tensor, cell] = /^([A-Za-z][\w.:]*)\[(\d{1,9})\]$/.exec(rest) ?? [];
	return tensor && cell ? { kind: kind as 'write' | 'read', tensor, cell: Number(cell) } : null;
}

export const sameBreakpoint = (a: Breakpoint, b: Breakpoint): boolean => textOf(a) === textOf(b);
