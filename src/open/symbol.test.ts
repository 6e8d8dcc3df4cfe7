import fc from 'fast-check';
import katex from 'katex';
import { expect, test } from 'vitest';
import { Tape } from '#engine';
import { defaults, lessonNames, loadLesson } from '#lessons';
import { options } from '#src/text/options.ts';
import { DEEPEST_SYMBOL, harmless } from './symbol.ts';

/** KaTeX throws where it cannot draw, and the browser's console stays empty. */
const draw = (tex: string) => katex.renderToString(tex, { ...options, throwOnError: true, strict: 'error' });

test.each([
	'x',
	'W_{xh}^{(1)}',
	"f'_{100}",
	'{W_Q}^{\\top}',
	'\\tilde{h}_{t}',
	'\\operatorname{softmax}(z)',
	'\\text{loss of a run}',
	'\\frac{\\partial L}{\\partial W}',
	'[c; s]_{1}^{\\mathrm{dec}}'
])('%s is drawn as it is', (tex) => {
	expect(harmless(tex)).toBe(true);
	expect(() => draw(tex)).not.toThrow();
});

test.each([
	['', 'nothing'],
	['\\href{javascript:alert(1)}{x}', 'a link'],
	['\\url{https://example.org}', 'an address'],
	['\\htmlData{tensor=y}{x}', 'an attribute'],
	['\\htmlStyle{position:fixed}{x}', 'a style'],
	['\\includegraphics{x.png}', 'a picture'],
	['\\def\\x{\\x\\x}\\x', 'a macro that grows'],
	['\\color{red}{x}', 'a colour'],
	['\\rule{1000em}{1000em}', 'a black box'],
	['\\kern1000em x', 'a distance'],
	['\\begin{matrix}1\\\\2\\end{matrix}', 'an environment'],
	['x % y', 'a comment'],
	['x & y', 'a column'],
	['x # y', 'a parameter'],
	['$x$', 'another mode'],
	['x~y', 'a tie'],
	['{x', 'a brace too few'],
	['x}', 'a brace too many'],
	['x}{y', 'braces the wrong way round'],
	['x^a^b', 'two superscripts'],
	['x_a_b', 'two subscripts'],
	["x^a'", 'a prime after a superscript'],
	['_x', 'an index of nothing'],
	['x_', 'no index'],
	['\\hat', 'an accent on nothing'],
	['\\', 'a lone backslash'],
	['<img src=x onerror=alert(1)>', 'HTML'],
	['ŷ', 'a letter that KaTeX warns of'],
	['x'.repeat(201), '201 characters'],
	['{'.repeat(DEEPEST_SYMBOL + 1) + 'x' + '}'.repeat(DEEPEST_SYMBOL + 1), 'braces too deep']
])('%s is refused: %s', (tex) => {
	expect(harmless(tex)).toBe(false);
});

test('every symbol of every lesson is accepted', async () => {
	for (const name of lessonNames) {
		const lesson = (await loadLesson(name))!;
		const tape = new Tape();
		lesson.build(tape, defaults(lesson));
		const symbols = [...tape.trace().tensors.values()].map(({ symbol }) => symbol);
		expect(symbols.filter((symbol) => !harmless(symbol))).toEqual([]);
	}
});

test('whatever is accepted, KaTeX draws, with an index and without', () => {
	const piece = fc.constantFrom(
		..."x W 1 + ( ] | , _ ^ ' { } \\hat \\alpha \\mathrm \\text \\frac \\sqrt \\, \\{ \\top \\sum \\operatorname \\vec < !".split(
			' '
		),
		' '
	);
	let accepted = 0;
	fc.assert(
		fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
			const tex = pieces.join(' ').slice(0, 200);
			if (!harmless(tex)) return;
			accepted++;
			draw(tex);
			draw(`{${tex}}_{i,j} + \\frac{\\partial L}{\\partial ${tex}[i]}`);
		}),
		{ numRuns: 20_000, seed: 5 }
	);
	expect(accepted).toBeGreaterThan(300);
});
