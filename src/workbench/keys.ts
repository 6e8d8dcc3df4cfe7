/** The keys, as in debuggers. One table serves the page and the list of keys that "?" opens. */
import type { Move } from './player.svelte.ts';

export type Command =
	| Move
	| 'play'
	| 'breakpoint'
	| 'nextBreakpoint'
	| 'previousBreakpoint'
	| 'predict'
	| 'overview'
	| 'lecture'
	| 'scene'
	| 'nextScene'
	| 'previousScene'
	| 'help';

export interface Key {
	readonly keys: readonly string[];
	readonly command: Command;
}

/** What each command does stands in `Keys.svelte`, in the same order of reading. */
export const KEYS: readonly Key[] = [
	{ keys: ['ArrowRight', 'F10'], command: 'over' },
	{ keys: ['ArrowLeft', 'Shift+F10'], command: 'overBack' },
	{ keys: ['ArrowDown', 'Enter', 'F11'], command: 'into' },
	{ keys: ['Shift+ArrowDown'], command: 'intoBack' },
	{ keys: ['ArrowUp', 'Escape', 'Shift+F11'], command: 'out' },
	{ keys: ['Shift+ArrowUp'], command: 'outBack' },
	{ keys: [' '], command: 'play' },
	{ keys: ['Home'], command: 'home' },
	{ keys: ['End'], command: 'end' },
	{ keys: ['b'], command: 'breakpoint' },
	{ keys: ['n', 'F8'], command: 'nextBreakpoint' },
	{ keys: ['Shift+n', 'Shift+F8'], command: 'previousBreakpoint' },
	{ keys: ['p'], command: 'predict' },
	{ keys: ['o'], command: 'overview' },
	{ keys: ['l'], command: 'lecture' },
	{ keys: ['m'], command: 'scene' },
	{ keys: ['PageDown'], command: 'nextScene' },
	{ keys: ['PageUp'], command: 'previousScene' },
	{ keys: ['?'], command: 'help' }
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
