/** Completion in the editor; the names are fetched when somebody first writes one. */
import { resolve } from '$app/paths';
import type { EditorState } from '@codemirror/state';
import { completionOf, type Module } from './completion.ts';

let modules: Promise<readonly Module[]> | undefined;

async function fetched(): Promise<readonly Module[]> {
	try {
		return (await (await fetch(`${resolve('/')}docs/code/names.json`)).json()) as readonly Module[];
	} catch {
		// Asked again with the next letter.
		modules = undefined;
		return [];
	}
}

/** What CodeMirror asks at a place of the program. */
export async function complete({ state, pos }: { state: EditorState; pos: number }) {
	const { from, text } = state.doc.lineAt(pos);
	const line = text.slice(0, pos - from);
	const program = state.doc.toString();
	const found = completionOf(line, program, await (modules ??= fetched()));
	return (
		found && {
			from: pos - found.written,
			options: found.names.map((label) => ({ label, type: /^[A-Z]/.test(label) ? 'class' : 'function' })),
			validFor: /^\w*$/
		}
	);
}
