/**
 * Questions as they are written in text.md, in a fenced block whose first word is "question" and whose second is its name:
 *
 *   ```question third-window
 *   Which cell of the input gets the gradient 3 on the way back?
 *   cell: x where x.grad == 3           a cell to click; or
 *   number: y[0, 0, 0, 1]               a number to type; or
 *   among: weights[0, 2]                one of the named places of a row, the one with the largest number; or
 *   goal: max(abs(y)) == 0              something to bring about, with
 *   by: edit.kernel=0:0~1:0               one way to do so, as in a link; or
 *   - the largest => y[0] > y[1]        one of several, each with what must be true for it to be right,
 *     The largest is only …               and a sentence for who chooses it all the same
 *   bet: yes                            one answer only, before the run shows it
 *   when: stride=1&pool=max             settings that must be so for it to be asked, as in a link
 *   set: seed=3&edit.x=0:6              settings and edits to begin with, where it is set up by a button
 *   before: backward/pool               the part before which it is asked, so that the picture gives nothing away
 *   proof: x.grad                       where the player goes afterwards: a part, a cell such as y[0, 1], or a tensor
 *   wrong: x == min(x) => That one …    what people usually answer, and a sentence about it
 *   hint: …
 *   why: The third window was won by {max(x)}.    {…} is computed from the trace
 *   ```
 *
 * A line that is indented goes on with the one above it.
 */
import type { Choice, Question, Said, Usual } from './question.ts';

const KEYS = [
	'cell',
	'number',
	'among',
	'goal',
	'by',
	'bet',
	'when',
	'set',
	'before',
	'proof',
	'wrong',
	'hint',
	'why'
] as const;
type Key = (typeof KEYS)[number];

interface Line {
	readonly key: Key | 'option';
	text: string;
	/** For an option: the sentence under it. */
	more: string;
}

/** Throws an Error that names the question and says what to change. `sentence` makes HTML of a line of Markdown. */
export function questionOf(id: string, text: string, sentence: (markdown: string) => Said): Question {
	const fail = (problem: string): never => {
		throw new Error(`Question "${id}": ${problem}`);
	};
	if (!/^[a-z][a-z0-9-]*$/.test(id)) fail('give it a name of small letters, digits and hyphens.');
	const { prompt, lines } = read(text, fail);
	const one = (key: Key): string | null => {
		const found = lines.filter((line) => line.key === key);
		if (found.length > 1) fail(`"${key}:" stands twice.`);
		return found[0]?.text ?? null;
	};
	const must = (key: Key): string => one(key) ?? fail(`it needs a line "${key}: …".`);
	if (!prompt) fail('it asks nothing: begin with the question itself.');
	// It stands on the page before there is a trace.
	if (/\{[^{}]*\}/.test(prompt.replace(/\$[^$]+\$/g, ''))) fail('the question itself can hold no {…}.');
	const asked = {
		id,
		prompt: sentence(prompt),
		hint: sentence(must('hint')),
		why: sentence(must('why')),
		when: one('when') ?? '',
		set: one('set') ?? '',
		before: one('before'),
		proof: one('proof'),
		usual: lines
			.filter(({ key }) => key === 'wrong')
			.map(({ text }): Usual => {
				const [when, say] = parted(text) ?? fail('"wrong:" is written as condition => sentence.');
				return { when, say: sentence(say) };
			})
	};
	const options = lines.filter(({ key }) => key === 'option');
	const bet = one('bet') === 'yes';
	const kinds = [one('cell'), one('number'), one('among'), one('goal'), options[0]].filter(Boolean);
	if (kinds.length !== 1) fail('give exactly one of "cell:", "number:", "among:", "goal:", or options.');
	if (options.length) {
		if (options.length < 2) fail('give two options at least.');
		return {
			...asked,
			kind: 'choice',
			bet,
			options: options.map(({ text, more }): Choice => {
				const [name, right] = parted(text) ?? fail('an option is written as "- name => what must be true".');
				return { name: sentence(name), right, say: more ? sentence(more) : null };
			})
		};
	}
	const [cell, number, row] = [one('cell'), one('number'), one('among')];
	if (cell !== null) {
		const [, tensor, right] =
			/^(\S+)\s+where\s+(.+)$/.exec(cell) ?? fail('"cell:" is written as tensor where condition.');
		return { ...asked, kind: 'cell', tensor: tensor!, right: right! };
	}
	if (number !== null) return { ...asked, kind: 'number', right: number };
	if (row !== null) return { ...asked, kind: 'among', bet, row };
	return { ...asked, kind: 'task', goal: must('goal'), by: must('by') };
}

function read(text: string, fail: (problem: string) => never): { prompt: string; lines: Line[] } {
	const lines: Line[] = [];
	let prompt = '';
	for (const raw of text.split('\n')) {
		const line = raw.trim();
		if (!line) continue;
		const last = lines.at(-1);
		const option = /^- (.+)$/.exec(raw)?.[1];
		const [, key, value] = /^([a-z]+): (.+)$/.exec(raw) ?? [];
		if (option) lines.push({ key: 'option', text: option, more: '' });
		else if (key && (KEYS as readonly string[]).includes(key))
			lines.push({ key: key as Key, text: value!.trim(), more: '' });
		else if (!last) prompt += `${prompt && ' '}${line}`;
		else if (!/^\s/.test(raw)) fail(`"${line.slice(0, 40)}" is no line that a question can have.`);
		else if (last.key === 'option') last.more += `${last.more && ' '}${line}`;
		else last.text += ` ${line}`;
	}
	return { prompt, lines };
}

/** What stands before the last "=>" and after it. */
function parted(text: string): [string, string] | null {
	const at = text.lastIndexOf('=>');
	const [before, after] = [text.slice(0, at).trim(), text.slice(at + 2).trim()];
	return at > 0 && before && after ? [before, after] : null;
}
