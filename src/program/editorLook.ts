/** How the editor looks: in the inks of the page. */
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The page's inks, which can be read in both themes. */
export const inks = syntaxHighlighting(
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

export const look = EditorView.theme({
	'&': { color: 'var(--ink)', backgroundColor: 'transparent' },
	'.cm-content': { fontFamily: 'var(--mono)', caretColor: 'var(--ink)' },
	'.cm-gutters': { backgroundColor: 'transparent', color: 'var(--soft)', border: 'none' },
	'.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
	'.cm-here': { backgroundColor: 'color-mix(in oklab, var(--update) 25%, transparent)' },
	'.cm-failed': { textDecoration: 'underline wavy var(--error)' },
	'.cm-stops': { width: '1.3em', cursor: 'pointer' },
	'.cm-stops .cm-gutterElement:hover': {
		background: 'radial-gradient(circle, var(--line) 0.3em, transparent 0.35em)'
	},
	'.cm-stop': {
		display: 'block',
		width: '0.75em',
		height: '0.75em',
		margin: '0.32em auto 0',
		borderRadius: '50%',
		backgroundColor: 'var(--error)'
	},
	'.cm-tooltip': { backgroundColor: 'var(--paper)', color: 'var(--ink)', border: 'var(--edge)' },
	'.cm-tooltip-autocomplete > ul > li[aria-selected]': {
		backgroundColor: 'var(--forward)',
		color: 'var(--paper)'
	},
	'.cm-cursor': { borderLeftColor: 'var(--ink)' }
});
