import { expect, test } from 'vitest';
import { sections } from '#lessons/sections.ts';
import { blocks } from './notes.server.ts';

const html = (markdown: string) => blocks(markdown).map((block) => (block.kind === 'html' ? block.html : ''));

test('a section of the lecture notes is written out, in a sentence, in bold and in a remark', () => {
	expect(html('This lesson answers to N3.17 (attention) and N0.')).toEqual([
		'<p>This lesson answers to Lecture notes 3, section 17 (attention) and Lecture notes 0.</p>\n'
	]);
	expect(html('> **N1.** See N4.8.')[0]).toContain(
		'<strong>Lecture notes 1.</strong> See Lecture notes 4, section 8.'
	);
});

test('what only looks like a section stays', () => {
	expect(html('GRUN3.1 and `N3.17`')[0]).toBe('<p>GRUN3.1 and <code>N3.17</code></p>\n');
});

test('no two sections have one title', () => {
	expect(new Set(sections.map(({ title }) => title)).size).toBe(sections.length);
});

test('a table has headings over its columns, and none over the names of its rows', () => {
	const [table] = blocks('| | one |\n| --- | --- |\n| **a** | 1 |');
	const { html } = table as { html: string };
	expect(html.match(/<th>.*<\/th>/g)).toEqual(['<th>one</th>']);
	expect(html).toContain('<td></td>');
});

test('a map stands in rows: each box below what leads to it, each arrow with its words and a link', () => {
	const [map] = html(
		'```map Networks\na: **A**\nb: **B**\nc: C\na -> b: [why](<../b/?x=1>)\na -> c: so\n```'
	);
	expect(map).toContain('role="group" aria-label="Networks"');
	expect(map!.match(/<div class="boxes" style="--columns: (\d)">/g)).toHaveLength(2);
	// From the middle of one column down to the middle of the first of two.
	expect(map).toContain('d="M50 0V50H25V100"');
	expect(map).toContain('<span class="unseen">From A to B: </span><a href="../b/?x=1">why</a>');
});

test.each([
	['a: A\na -> b: x', 'An arrow of a map names "b": give that box a line, "b: words".'],
	['a: A\nb: B\na -> b: x\nb -> a: y', 'lead from "a" back to it'],
	['a: A\nb: B\nc: C\na -> b: x\nb -> c: y\na -> c: z', 'from "a" to "c" passes by a row'],
	['what', 'A map has the line "what"']
])('a map that cannot be drawn is refused: %s', (text, said) => {
	expect(() => blocks(`\`\`\`map\n${text}\n\`\`\``)).toThrow(said);
});

test('a short equation in a line does not break, and two in one display are two', () => {
	const [short] = html('So $w_1 + w_2 + b < 0$.');
	expect(short).toContain('<span class="whole"><span class="katex">');
	const [long] = html('So $a_1 + a_2 + a_3 + a_4 + a_5 + a_6 + a_7 + a_8 < 0$.');
	expect(long).not.toContain('class="whole"');
	expect(html('$$a = b \\qquad c = d$$')[0]!.match(/<span class="one">/g)).toHaveLength(2);
	// What stands in braces is one.
	expect(html('$$\\begin{aligned} a &= b \\qquad c \\end{aligned}$$')[0]).toContain('class="one"');
	expect(html('$$\\sqrt{a \\qquad b}$$')[0]!.match(/<span class="one">/g)).toHaveLength(1);
});
