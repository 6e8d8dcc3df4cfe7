/**
 * The text of a PDF that Chromium prints, page by page. Its streams are deflated; text stands in them as numbers of glyphs,
 * and each font has a table (ToUnicode, PDF 32000-1, 9.10.3) of what letter each glyph is.
 */
import { unzlibSync } from 'fflate';

interface Entry {
	readonly dictionary: string;
	readonly stream: string;
}

export function pagesOf(pdf: Uint8Array): string[] {
	const entries = entriesOf(pdf);
	const at = (reference: string | undefined) => entries.get(Number(reference))!;
	const tables = new Map<number, ReadonlyMap<string, string>>();
	return [...entries.values()]
		.filter(({ dictionary }) => /\/Type \/Page\b/.test(dictionary))
		.map(({ dictionary }) => {
			const fonts = new Map<string, ReadonlyMap<string, string>>();
			const listed = /\/Font <<([^>]*)>>/.exec(dictionary)?.[1] ?? '';
			for (const [, name, number] of listed.matchAll(/\/(\w+) (\d+) 0 R/g)) {
				const id = Number(number);
				const font = /\/ToUnicode (\d+) 0 R/.exec(at(number).dictionary)?.[1];
				if (!tables.has(id)) tables.set(id, font ? lettersOf(at(font).stream) : new Map());
				fonts.set(name!, tables.get(id)!);
			}
			const contents = /\/Contents (\d+) 0 R/.exec(dictionary)?.[1];
			return textOf(at(contents).stream, fonts);
		});
}

function entriesOf(pdf: Uint8Array): Map<number, Entry> {
	const text = Buffer.from(pdf).toString('latin1');
	const entries = new Map<number, Entry>();
	for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\s([\s\S]*?)\bendobj/g)) {
		const [dictionary = '', rest = ''] = match[2]!.split(/\bstream\r?\n/, 2);
		const from = match.index + match[0].indexOf('stream') + 'stream\n'.length;
		const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1] ?? 0);
		const bytes = rest ? pdf.subarray(from, from + length) : null;
		const inflated = bytes && (dictionary.includes('FlateDecode') ? unzlibSync(bytes) : bytes);
		entries.set(Number(match[1]), {
			dictionary,
			stream: inflated ? Buffer.from(inflated).toString('latin1') : ''
		});
	}
	return entries;
}

const letter = (hex: string) => Buffer.from(hex, 'hex').swap16().toString('utf16le');

function lettersOf(table: string): ReadonlyMap<string, string> {
	const letters = new Map<string, string>();
	const next = (hex: string, k: number) =>
		(parseInt(hex, 16) + k).toString(16).toUpperCase().padStart(hex.length, '0');
	for (const [, block] of table.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
		for (const [, glyph, text] of block!.matchAll(/<(\w+)> <(\w+)>/g)) letters.set(glyph!, letter(text!));
	for (const [, block] of table.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
		for (const [, from, to, text] of block!.matchAll(/<(\w+)> <(\w+)> <(\w+)>/g))
			for (let k = 0; k <= parseInt(to!, 16) - parseInt(from!, 16); k++)
				letters.set(next(from!, k), letter(next(text!, k)));
	return letters;
}

function textOf(content: string, fonts: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
	let font: ReadonlyMap<string, string> | undefined;
	let text = '';
	for (const [, name, shown, end] of content.matchAll(
		/\/(\w+) [\d.]+ Tf|((?:\[[^\]]*\]|<\w+>) ?T[jJ])|\b(ET)\b/g
	)) {
		if (name) font = fonts.get(name);
		else if (end) text += ' ';
		else
			for (const [, glyphs] of shown!.matchAll(/<(\w+)>/g))
				for (const [glyph] of glyphs!.matchAll(/.{4}/g)) text += font?.get(glyph.toUpperCase()) ?? '';
	}
	return text.replace(/\s+/g, ' ');
}
