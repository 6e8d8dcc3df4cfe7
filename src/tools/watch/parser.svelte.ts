/** The parser once it is there: pages without expressions never fetch it. */
import { loadParser, treeOrProblem, type ExpressionError, type Parse, type Tree } from './syntax.ts';

let parse = $state.raw<Parse | null>(null);

/** Fetches the parser; what reads `parsed` is then computed again. */
export async function wantParser(): Promise<void> {
	if (!parse) parse = await loadParser();
}

/** The parser; null while it is on its way. */
export const parser = (): Parse | null => parse;

/** A tree, what is wrong with the text, or null while the parser is on its way. */
export const parsed = (text: string): Tree | ExpressionError | null => parse && treeOrProblem(parse, text);
