/** CodeMirror, for Python; fetched when an editor is shown. */
import { python } from '@codemirror/lang-python';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorState, RangeSetBuilder, StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView, keymap, lineNumbers, type DecorationSet } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { basicSetup } from 'codemirror';

interface Heard {
	changed(text: string): void;
	run(): void;
	goTo(line: number): void;
}

export interface Marks {
	readonly here: number;
	readonly failed: number;
}

const mark = StateEffect.define<Marks>();
const HERE = Decoration.line({ class: 'cm-here', attributes: { 'aria-current': 'step' } });
const FAILED = Decoration.line({ class: 'cm-failed' });

const marked = StateField.define<DecorationSet>({
	create: () => Decoration.none,
	update(marks, transaction) {
		let now = marks.map(transaction.changes);
		for (const effect of transaction.effects) {
			if (!effect.is(mark)) continue;
			const { doc } = transaction.state;
			const builder = new RangeSetBuilder<Decoration>();
			const lines = [[effect.value.here, HERE] as const, [effect.value.failed, FAILED] as const].filter(
				([line]) => line > 0 && line <= doc.lines
			);
			for (const [line, decoration] of lines.sort(([a], [b]) => a - b)) {
				const { from } = doc.line(line);
				builder.add(from, from, decoration);
			}
			now = builder.finish();
		}
		return now;
	},
	provide: (field) => EditorView.decorations.from(field)
});

/** The page's inks, which can be read in both themes. */
const inks = syntaxHighlighting(
	HighlightStyle.define([
		{
			tag: [
				tags.keyword,
				tags.operatorKeyword,
				tags.controlKeyword,
				tags.definitionKeyword,
				tags.moduleKeyword
			],
			color: 'var(--forward)'
		},
		{ tag: [tags.string, tags.special(tags.string)], color: 'var(--update)' },
		{ tag: [tags.number, tags.bool, tags.null], color: 'var(--backward)' },
		{ tag: tags.comment, color: 'var(--soft)', fontStyle: 'italic' }
	])
);

const look = EditorView.theme({
	'&': { color: 'var(--ink)', backgroundColor: 'transparent' },
	'.cm-content': { fontFamily: 'var(--mono)', caretColor: 'var(--ink)' },
	'.cm-gutters': { backgroundColor: 'transparent', color: 'var(--soft)', border: 'none' },
	'.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
	'.cm-here': { backgroundColor: 'color-mix(in oklab, var(--update) 25%, transparent)' },
	'.cm-failed': { textDecoration: 'underline wavy var(--error)' },
	'.cm-cursor': { borderLeftColor: 'var(--ink)' }
});

export function edit(parent: HTMLElement, doc: string, heard: Heard) {
	const view = new EditorView({
		parent,
		state: EditorState.create({
			doc,
			extensions: [
				keymap.of([
					{
						key: 'Mod-Enter',
						run: () => {
							heard.run();
							return true;
						}
					}
				]),
				lineNumbers({
					domEventHandlers: {
						click: (editor, { from }) => {
							heard.goTo(editor.state.doc.lineAt(from).number);
							return true;
						}
					}
				}),
				basicSetup,
				python(),
				inks,
				marked,
				look,
				EditorView.contentAttributes.of({ 'aria-label': 'Program', tabindex: '0' }),
				EditorView.updateListener.of(({ docChanged, state }) => {
					if (docChanged) heard.changed(state.doc.toString());
				})
			]
		})
	});
	return {
		destroy: () => view.destroy(),
		set(marks: Marks, text: string) {
			const now = view.state.doc.toString();
			view.dispatch({
				...(now !== text && { changes: { from: 0, to: now.length, insert: text } }),
				effects: mark.of(marks)
			});
			if (marks.here > 0 && marks.here <= view.state.doc.lines)
				view.dispatch({
					effects: EditorView.scrollIntoView(view.state.doc.line(marks.here).from, { y: 'nearest' })
				});
		}
	};
}
