/**
 * A lesson's text.md as blocks for its page, made when the site is built. Beside Markdown it knows
 *   $…$ and $$…$$                 equations, in which \of{w}{…} ties a part to tensor w
 *   [kernel](tensor:w)            a word that stands for a tensor
 *   [the way back](scope:backward/conv)   a word that leads to a part of the trace
 *   <!-- scope: forward/conv -->  the following blocks belong to that part, until the next such line;
 *                                 <!-- scope --> ends it
 *   ::fact output size            a fact of the lesson, evaluated for the current settings
 *   > …                           a "check the notes" remark
 *   N3.17                         a section of the lecture notes, which is written out
 *   ```map title                  boxes and arrows, in the notation of map.server.ts
 *   ```question name              a question to the reader, in the notation of questions/notation.server.ts
 */
import katex from 'katex';
import { Marked, type Tokens } from 'marked';
import { SECTION, sectionName } from '#lessons/sections.ts';
import { questionOf } from '#src/questions/notation.server.ts';
import type { Question } from '#src/questions/question.ts';
import { apart } from './apart.ts';
import { mapOf } from './map.server.ts';
import { options } from './options.ts';
import { safe } from './safe.ts';

export type Block = { readonly scope: string | null } & (
	| { readonly kind: 'html'; readonly html: string }
	| { readonly kind: 'fact'; readonly name: string }
	| { readonly kind: 'question'; readonly question: Question }
);

export const draw = (tex: string): string =>
	katex.renderToString(tex, {
		...options,
		throwOnError: true,
		macros: { '\\of': '\\htmlData{tensor=#1}{#2}' }
	});

const math = (name: string, level: 'inline' | 'block', pattern: RegExp) => ({
	name,
	level,
	start: (text: string) => text.indexOf(level === 'block' ? '$$' : '$'),
	tokenizer(text: string) {
		const match = pattern.exec(text);
		return match ? { type: name, raw: match[0], tex: match[1]!.trim() } : undefined;
	},
	renderer: ({ tex }: Tokens.Generic) => (level === 'inline' ? inLine(tex as string) : display(tex as string))
});

/** An equation of so many signs stays in one line; longer ones break after =, + and the like where the panel is narrow. */
const SHORT = 20;

function inLine(tex: string): string {
	const drawn = draw(tex);
	const signs = drawn.slice(drawn.indexOf('</math>')).replace(/<[^>]*>|\u200b/g, '').length;
	return signs <= SHORT ? `<span class="whole">${drawn}</span>` : drawn;
}

/** Equations beside each other stand below each other where there is no room for both: none breaks before that. */
function display(tex: string): string {
	const drawn = apart(tex).map((part) => `<span class="one">${draw(`\\displaystyle ${part}`)}</span>`);
	return `<p class="display">${drawn.join(' ')}</p>`;
}

/** A section of the lecture notes by a name that a stranger understands. */
const section = {
	name: 'section',
	level: 'inline' as const,
	start: (text: string) => text.search(/\bN\d/),
	tokenizer(text: string) {
		const [raw] = new RegExp(`^${SECTION.source}\\b`).exec(text) ?? [];
		return raw && { type: 'section', raw, text: sectionName(raw) };
	},
	renderer: ({ text }: Tokens.Generic) => text as string
};

const equations = [
	math('display', 'block', /^\$\$([\s\S]+?)\$\$/),
	math('formula', 'inline', /^\$([^$\n]+)\$/)
];

/** What a sentence about an answer takes from the trace: {max(y)}, {most weights[0]}. */
const computed = {
	name: 'computed',
	level: 'inline' as const,
	start: (text: string) => text.indexOf('{'),
	tokenizer(text: string) {
		const match = /^\{([^{}]+)\}/.exec(text);
		return match ? { type: 'computed', raw: match[0], text: match[1]!.trim() } : undefined;
	},
	renderer: ({ text }: Tokens.Generic) => `<output data-value="${safe(text as string)}"></output>`
};

const marked = new Marked({
	extensions: [...equations, section],
	renderer: {
		tablecell({ header, tokens }) {
			// The corner over the names of rows is no heading.
			const tag = header && tokens.length ? 'th' : 'td';
			return `<${tag}>${this.parser.parseInline(tokens)}</${tag}>\n`;
		},
		link({ href, tokens }) {
			const text = this.parser.parseInline(tokens);
			const [, kind, target] = /^(tensor|scope):(.+)$/.exec(decodeURIComponent(href)) ?? [];
			if (kind === 'tensor')
				return `<span class="term" tabindex="0" data-tensor="${safe(target!)}">${text}</span>`;
			if (kind === 'scope')
				return `<button type="button" class="leads" data-scope="${safe(target!)}">${text}</button>`;
			return `<a href="${safe(href)}">${text}</a>`;
		}
	}
});

const answering = new Marked({ extensions: [...equations, computed] });

/** A line of a question as HTML. */
export const sentence = (markdown: string): string => answering.parseInline(markdown, { async: false });

export function blocks(markdown: string): Block[] {
	let scope: string | null = null;
	const out: Block[] = [];
	for (const token of marked.lexer(markdown)) {
		if (token.type === 'space') continue;
		const mark = token.type === 'html' ? /^<!-- scope:?(.*?)-->\s*$/.exec(token.raw) : null;
		if (mark) {
			scope = mark[1]!.trim() || null;
			continue;
		}
		const [, id] = (token.type === 'code' && /^question\s*(\S*)$/.exec((token.lang as string) ?? '')) || [];
		if (id !== undefined) {
			out.push({ kind: 'question', question: questionOf(id, (token as Tokens.Code).text, sentence), scope });
			continue;
		}
		const [, title] = (token.type === 'code' && /^map\b\s*(.*)$/.exec((token.lang as string) ?? '')) || [];
		if (title !== undefined) {
			const inline = (text: string) => marked.parseInline(text, { async: false });
			out.push({ kind: 'html', html: mapOf(title, (token as Tokens.Code).text, inline), scope });
			continue;
		}
		const fact = token.type === 'paragraph' ? /^::fact (.+)$/.exec(token.raw.trim()) : null;
		if (fact) out.push({ kind: 'fact', name: fact[1]!, scope });
		else
			out.push({
				kind: 'html',
				html: marked.parser([token]),
				scope: token.type === 'heading' ? null : scope
			});
	}
	return out;
}
