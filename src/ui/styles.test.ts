/** Sizes and spaces have one home: src/ui/tokens.css. Each style is read as the browser reads it, declaration by declaration. */
import { readdirSync, readFileSync } from 'node:fs';
import { parseCss, type AST } from 'svelte/compiler';
import { expect, test } from 'vitest';
import { BREAKPOINTS } from './breakpoints.ts';

const TOKENS = 'src/ui/tokens.css';
const files = Object.fromEntries(
	readdirSync('src', { recursive: true, encoding: 'utf8' })
		.filter((name) => /\.(svelte|css)$/.test(name))
		.map((name) => [`src/${name}`, readFileSync(`src/${name}`, 'utf8')])
);
const { [TOKENS]: tokens = '', ...styles } = files;

/** The style of a file, where it stands in it: what is around it becomes blank lines. */
const styleOf = (path: string, text: string): string =>
	path.endsWith('.css')
		? text
		: text.replace(/^[^]*?<style>|<\/style>[^]*$|^(?![^]*<style>)[^]*$/g, (around) =>
				around.replace(/[^\n]/g, ' ')
			);

/** Every declaration and every at-rule, however deep it stands. */
function* parts(nodes: readonly AST.CSS.Node[]): Generator<AST.CSS.Declaration | AST.CSS.Atrule> {
	for (const node of nodes) {
		if (node.type === 'Declaration' || node.type === 'Atrule') yield node;
		if ('block' in node && node.block) yield* parts(node.block.children);
	}
}

/** What a property may not hold by itself, and the tokens that are there for it. */
const HOMES: readonly [property: RegExp, literal: RegExp, tokens: string][] = [
	[/^font(-size)?$/, /\d(rem|em|px|%)/, '--type-'],
	[/^(padding|margin|gap|row-gap|column-gap)(-|$)/, /\drem/, '--space-'],
	[/^border-radius$/, /\d(rem|px)/, '--radius-'],
	[/^(border(-(top|right|bottom|left|block|inline|width))?|outline)$/, /^[\d.]+px/, '--width-']
];

/** The sentences about a style: what is written where, and where it belongs. */
function complaints(path: string, text: string): string[] {
	return [...parts(parseCss(styleOf(path, text)).children)].flatMap((part) => {
		const line = text.slice(0, part.start).split('\n').length;
		if (part.type === 'Atrule')
			return part.name === 'media' && /\d/.test(part.prelude)
				? `${path}:${line}: "@media ${part.prelude}": name it in src/ui/breakpoints.ts, and write @media (--${Object.keys(BREAKPOINTS).join(') or (--')}).`
				: [];
		return HOMES.filter(
			([property, literal]) => property.test(part.property) && literal.test(part.value)
		).map(
			([, , token]) =>
				`${path}:${line}: "${part.property}: ${part.value}": use the nearest of the ${token} tokens of src/ui/tokens.css.`
		);
	});
}

test('no style has a size, a space or a breakpoint of its own', () => {
	expect(Object.keys(styles).length).toBeGreaterThan(50);
	expect(Object.entries(styles).flatMap(([path, text]) => complaints(path, text))).toEqual([]);
});

test('what is refused is named, with its place and what to use', () => {
	expect(
		complaints(
			'a.css',
			'a {\n\tfont-size: 0.9rem;\n\tpadding: 2px 1rem;\n\tb { gap: var(--space-2) }\n}\n@media (max-width: 30rem) {}'
		)
	).toEqual([
		'a.css:2: "font-size: 0.9rem": use the nearest of the --type- tokens of src/ui/tokens.css.',
		'a.css:3: "padding: 2px 1rem": use the nearest of the --space- tokens of src/ui/tokens.css.',
		expect.stringContaining('a.css:6: "@media (max-width: 30rem)": name it in src/ui/breakpoints.ts')
	]);
});

test('every token that a style uses is there, and every token is used', () => {
	const named = new Set(tokens.match(/(?<=^\t+)--(type|space|control|radius|width)-\w+/gm));
	const used = new Set(
		Object.values(styles).flatMap((text) => text.match(/--(type|space|control|radius|width)-\w+/g) ?? [])
	);
	used.add('--width-line'); // By --edge.
	expect([...used].filter((name) => !named.has(name))).toEqual([]);
	expect([...named].filter((name) => !used.has(name))).toEqual([]);
});
