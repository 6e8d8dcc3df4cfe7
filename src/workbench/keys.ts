/** The keys, as in debuggers. One table serves the page and the list of keys that "?" opens. */
import type { Move } from './player.svelte.ts';

export type Command =
	Move | 'play' | 'breakpoint' | 'nextBreakpoint' | 'previousBreakpoint' | 'predict' | 'overview' | 'help';

export interface Key {
	readonly keys: readonly string[];
	readonly command: Command;
	readonly says: string;
}

export const KEYS: readonly Key[] = [
	{
		keys: ['ArrowRight', 'F10'],
		command: 'over',
		says: 'Step over: to the end of the next part, as fine as you look'
	},
	{ keys: ['ArrowLeft', 'Shift+F10'], command: 'overBack', says: 'Step over backwards' },
	{ keys: ['ArrowDown', 'Enter', 'F11'], command: 'into', says: 'Step into: look one level closer' },
	{ keys: ['Shift+ArrowDown'], command: 'intoBack', says: 'Step into from the end' },
	{
		keys: ['ArrowUp', 'Escape', 'Shift+F11'],
		command: 'out',
		says: 'Step out: to the end of the part around'
	},
	{ keys: ['Shift+ArrowUp'], command: 'outBack', says: 'Step out backwards: to before the part around' },
	{ keys: [' '], command: 'play', says: 'Play or pause' },
	{ keys: ['Home'], command: 'home', says: 'To the beginning' },
	{ keys: ['End'], command: 'end', says: 'To the end' },
	{ keys: ['b'], command: 'breakpoint', says: 'Set or clear a breakpoint on the current op' },
	{ keys: ['n', 'F8'], command: 'nextBreakpoint', says: 'Run to the next breakpoint' },
	{
		keys: ['Shift+n', 'Shift+F8'],
		command: 'previousBreakpoint',
		says: 'Run back to the previous breakpoint'
	},
	{ keys: ['p'], command: 'predict', says: 'Predict: be asked about each cell before it is written' },
	{ keys: ['o'], command: 'overview', says: 'Show the whole network, or go back to what you look at' },
	{ keys: ['?'], command: 'help', says: 'This list' }
];

/** The command of a key press; null where it has none, or where letters are switched off. */
export function commandOf(event: KeyboardEvent, letters: boolean): Command | null {
	if (event.altKey || event.ctrlKey || event.metaKey) return null;
	const plain = event.key.length === 1 ? event.key.toLowerCase() : event.key;
	const shifted = event.shiftKey && (event.key.length > 1 || /[a-z]/.test(plain));
	const name = shifted ? `Shift+${plain}` : plain;
	const key = KEYS.find(({ keys }) => keys.includes(name));
	if (!key || (!letters && /^[a-z?]$/.test(plain))) return null;
	return key.command;
}

/** Whether Space or Enter presses what has the focus: a button of the player that was clicked leaves them to the player. */
export const presses = ({ key, target }: KeyboardEvent): boolean =>
	(key === ' ' || key === 'Enter') &&
	(target as Element).closest('button:not([data-clicked]), a, summary') !== null;

export const keyName = (key: string): string =>
	key
		.replace('ArrowRight', '→')
		.replace('ArrowLeft', '←')
		.replace('ArrowDown', '↓')
		.replace('ArrowUp', '↑')
		.replace(/^ $/, 'Space')
		.replace('Shift+', '⇧ ')
		.replace(/\b[a-z]$/, (letter) => letter.toUpperCase());
