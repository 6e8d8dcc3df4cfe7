/** What the tensors of an unrolled layer are called: a letter, the time step, and where there are several, which layer. */
import type { Naming } from '../tape.ts';

export interface Tag {
	/** Appended to every name: "_l1_reverse". */
	readonly suffix: string;
	/** Written above the symbol: "(2)". */
	readonly above: string;
	/** Which way the sequence is read, where it is read both ways. */
	readonly way?: 'forward' | 'reverse';
	/** What labels say of a part of a network: "head 2". */
	readonly of?: string;
	/** What labels say in the place of the suffix: " of the encoder". */
	readonly said?: string;
}

export const PLAIN: Tag = { suffix: '', above: '' };

const READ = { forward: ', left to right', reverse: ', right to left' } as const;

/** The tag of layer k, counted from 0, of a direction, or of what a caller named; `said` is what its labels say of that name. */
export function tagOf(
	name: string | undefined,
	layer?: number,
	way?: 'forward' | 'reverse',
	said = name === undefined ? '' : `_${name}`
): Tag {
	const parts = [name, layer === undefined ? undefined : `l${layer}`, way];
	const given = parts.filter((part) => part !== undefined);
	const above = [name && `\\mathrm{${name}}`, layer === undefined ? '' : `(${layer + 1})`].filter(Boolean);
	return {
		suffix: given.map((part) => `_${part}`).join(''),
		above: above.join(','),
		said: `${said}${layer === undefined ? '' : ` of layer ${layer + 1}`}${way ? READ[way] : ''}`,
		...(way && { way })
	};
}

const ARROW = { forward: '\\overrightarrow', reverse: '\\overleftarrow' } as const;

function symbolFor(tag: Tag, base: string, index: string): string {
	const body = tag.way ? `${ARROW[tag.way]}{${base}}` : base;
	return `${body}_{${index}}${tag.above && `^{${tag.above}}`}`;
}

/** "h3 of layer 2, right to left"; a word in the place of a letter says what it is already: "at t = 3". */
const called = ({ said = '' }: Tag, letter: string, t: number): string =>
	`${letter.length > 1 ? `at t = ${t}` : `${letter}${t}`}${said}`;

/** h at step 3 of the reversed second layer: "h3_l1_reverse", "hidden state h3 of layer 2, right to left", with an arrow. */
export function atStep(tag: Tag, letter: string, t: number, what: string, symbol = letter): Naming {
	return {
		name: `${letter}${t}${tag.suffix}`,
		label: `${what} ${called(tag, letter, t)}`,
		symbol: symbolFor(tag, symbol, String(t))
	};
}

/** A part of such a tensor on the way to it: "f3.x", "input part of f3"; the part stands above its symbol. */
export function partOf(tag: Tag, letter: string, t: number, part: string, what: string): Naming {
	const above = `${tag.above && `${tag.above},`}\\text{${part}}`;
	return {
		name: `${letter}${t}${tag.suffix}.${part}`,
		label: `${what} ${called(tag, letter, t)}`,
		symbol: symbolFor({ ...tag, above }, letter, String(t))
	};
}

/** A weight or a bias of a gate: "W_xf", "weights W_xf", symbol W with index xf. */
export function weightNamed(tag: Tag, letter: 'W' | 'b', index: string): Naming {
	const name = `${letter}_${index}${tag.suffix}`;
	const label = `${letter === 'W' ? 'weights' : 'bias'} ${name}`;
	return { name, label, symbol: symbolFor(tag, letter, index) };
}

/** The tag of a part: head 2 of what is tagged "_l0" is "_l0_h2", and (2) stands above its symbols. */
export const inside = (tag: Tag, name: string, of: string, above: string): Tag => ({
	...tag,
	suffix: `${tag.suffix}_${name}`,
	above: [tag.above, above].filter(Boolean).join(','),
	of
});

/** A tensor under its tag: "scores_h2", "scores of head 2", S with (2) above. */
export const tagged = (tag: Tag, base: string, what: string, symbol: string): Naming => ({
	name: `${base}${tag.suffix}`,
	label: tag.of ? `${what} of ${tag.of}` : what,
	symbol: tag.above ? `${symbol}^{${tag.above}}` : symbol
});
