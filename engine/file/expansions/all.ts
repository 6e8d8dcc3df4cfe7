import type { Expansion } from './expansion.ts';
import { gru } from './gru.ts';
import { lstm } from './lstm.ts';
import { rnn } from './rnn.ts';

export const expansionNamed = (name: string): Expansion | undefined =>
	[lstm, gru, rnn].find((expansion) => expansion.name === name);
