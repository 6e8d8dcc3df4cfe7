/** CodeMirror, for Python; fetched when an editor is shown. */
import { python, pythonLanguage } from '@codemirror/lang-python';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { basicSetup } from 'codemirror';
import { complete } from './complete.ts';
import { inks, look } from './editorLook.ts';
import { mark, marked, type Marks } from './lineMarks.ts';
import { setStops, stopGutter, stopsIn } from './stopGutter.ts';

/** What somebody does in an editor; lines are counted from 1. */
export interface Heard {
	changed(text: string): void;
	run(): void;
	/** To the ops of a line. */
	goTo(line: number): void;
	/** Sets a breakpoint on a line, or takes it away. */
	toggleStop(line: number): void;
	/** Breakpoints have moved with what was written. */
	moveStops(lines: readonly number[]): void;
	/** To the next breakpoint, or the one before. */
	runOn(direction: 1 | -1): void;
	/** The cursor stands on a line. */
	at(line: number): void;
}

/** `below` is shown under the line that runs. */
export function edit(parent: HTMLElement, below: HTMLElement, doc: string, readonly: boolean, heard: Heard) {
	const cursor = ({ state }: EditorView) => state.doc.lineAt(state.selection.main.head).number;
	const key = (key: string, does: (view: EditorView) => void) => ({
		key,
		run: (view: EditorView) => {
			does(view);
			return true;
		}
	});
	const view = new EditorView({
		parent,
		state: EditorState.create({
			doc,
			extensions: [
				keymap.of([
					key('Mod-Enter', () => heard.run()),
					key('F9', (view) => heard.toggleStop(cursor(view))),
					key('F8', () => heard.runOn(1)),
					key('Shift-F8', () => heard.runOn(-1)),
					key('Mod-F10', (view) => heard.goTo(cursor(view)))
				]),
				stopGutter((line) => heard.toggleStop(line)),
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
				pythonLanguage.data.of({ autocomplete: complete }),
				inks,
				marked,
				look,
				EditorState.readOnly.of(readonly),
				EditorView.contentAttributes.of({ 'aria-label': 'Program', tabindex: '0' }),
				EditorView.updateListener.of(({ docChanged, selectionSet, state, view }) => {
					if (docChanged) {
						heard.changed(state.doc.toString());
						heard.moveStops(stopsIn(view));
					}
					if (docChanged || selectionSet) heard.at(cursor(view));
				})
			]
		})
	});
	const observer = new ResizeObserver(() => view.requestMeasure());
	observer.observe(below);
	return {
		destroy() {
			observer.disconnect();
			view.destroy();
		},
		set(marks: Marks, stops: readonly number[], text: string) {
			const now = view.state.doc.toString();
			view.dispatch({
				...(now !== text && { changes: { from: 0, to: now.length, insert: text } }),
				effects: [mark.of({ ...marks, below }), setStops.of(stops)]
			});
			if (marks.here > 0 && marks.here <= view.state.doc.lines)
				view.dispatch({
					effects: EditorView.scrollIntoView(view.state.doc.line(marks.here).from, { y: 'nearest' })
				});
		}
	};
}
