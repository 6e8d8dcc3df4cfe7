import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCommand } from './messages.ts';

const TYPES = ['hello', 'next', 'back', 'pause', 'reset', 'goto', 'play', 'exportTrace', 'snapshot'];

describe('a command that is understood', () => {
	for (const [what, message, command] of [
		['a step over', { backstep: 1, type: 'next' }, { type: 'next' }],
		['a place', { backstep: 1, type: 'goto', step: 12 }, { type: 'goto', step: 12, depth: null }],
		[
			'a place and a depth',
			{ backstep: 1, type: 'goto', step: 12, depth: 'op' },
			{ type: 'goto', step: 12, depth: 'op' }
		],
		[
			'a depth in scopes',
			{ backstep: 1, type: 'goto', step: 12, depth: 2 },
			{ type: 'goto', step: 12, depth: 2 }
		],
		['play as it is', { backstep: 1, type: 'play' }, { type: 'play', speed: null }],
		['play at a speed', { backstep: 1, type: 'play', speed: 4 }, { type: 'play', speed: 4 }],
		['a question', { backstep: 1, type: 'exportTrace', id: 'a' }, { type: 'exportTrace', id: 'a' }],
		[
			'fields that say nothing',
			{ backstep: 1, type: 'goto', step: 3, depth: undefined },
			{ type: 'goto', step: 3, depth: null }
		]
	] as const) {
		test(what, () => expect(readCommand(message)).toEqual(command));
	}
});

describe('numbers are clamped', () => {
	for (const [step, clamped] of [
		[-5, 0],
		[2.9, 2],
		[Infinity, 1e15],
		[-Infinity, 0],
		[1e300, 1e15]
	] as const) {
		test(`step ${step} is ${clamped}`, () =>
			expect(readCommand({ backstep: 1, type: 'goto', step })).toMatchObject({ step: clamped }));
	}

	test('a speed is between half a part and 32 parts a second', () => {
		expect(readCommand({ backstep: 1, type: 'play', speed: 1e9 })).toMatchObject({ speed: 32 });
		expect(readCommand({ backstep: 1, type: 'play', speed: -1 })).toMatchObject({ speed: 0.5 });
	});
});

describe('ignored', () => {
	const cycle: Record<string, unknown> = { backstep: 1, type: 'next' };
	cycle.self = cycle;
	for (const [what, message] of [
		['nothing', null],
		['no object', 'next'],
		['another program’s message', { type: 'webpackOk' }],
		['no version', { type: 'next' }],
		['a version to come', { backstep: 2, type: 'next' }],
		['a version as text', { backstep: '1', type: 'next' }],
		['an unknown command', { backstep: 1, type: 'eval', code: 'alert(1)' }],
		['a command named after what every object has', { backstep: 1, type: 'constructor' }],
		['a command as a list', { backstep: 1, type: ['next'] }],
		['a list', [1, 'next']],
		['a step that is no number', { backstep: 1, type: 'goto', step: NaN }],
		['a step as text', { backstep: 1, type: 'goto', step: '12' }],
		['a question without an id', { backstep: 1, type: 'exportTrace' }],
		['an id that is an object', { backstep: 1, type: 'snapshot', id: { toString: 'x' } }],
		['a long id', { backstep: 1, type: 'snapshot', id: 'x'.repeat(65) }],
		['a message above 256 KB', { backstep: 1, type: 'next', padding: 'x'.repeat(256 * 1024 + 1) }],
		[
			'many fields',
			{ ...Object.fromEntries(Array.from({ length: 100_000 }, (_, k) => [k, k])), backstep: 1, type: 'next' }
		],
		['a message that holds itself', cycle],
		['fields of a prototype', JSON.parse('{"__proto__": {"backstep": 1, "type": "next"}}')],
		['an inherited command', Object.create({ backstep: 1, type: 'next' })],
		['a map', new Map([['backstep', 1]])]
	] as const) {
		test(what, () => expect(readCommand(message)).toBeNull());
	}
});

test('whatever comes, there is no error, and what is taken is one of the commands with its own fields', () => {
	const field = fc.oneof(fc.constantFrom(...TYPES, '__proto__', 1, 'op'), fc.anything());
	const message = fc.oneof(
		fc.anything({
			withMap: true,
			withSet: true,
			withDate: true,
			withTypedArray: true,
			withNullPrototype: true
		}),
		fc.record(
			{
				backstep: fc.oneof(fc.constant(1), field),
				type: fc.oneof(fc.constantFrom(...TYPES), field),
				step: field,
				depth: field,
				speed: field,
				id: field,
				html: field
			},
			{ requiredKeys: ['backstep', 'type'] }
		)
	);
	const seen = new Set<string>();
	fc.assert(
		fc.property(message, (data) => {
			const command = readCommand(data);
			if (!command) return;
			seen.add(command.type);
			expect(TYPES).toContain(command.type);
			for (const name of Object.keys(command))
				expect(['type', 'step', 'depth', 'speed', 'id']).toContain(name);
			if (command.type === 'goto') {
				expect(Number.isSafeInteger(command.step) && command.step >= 0).toBe(true);
				expect(['op', 'cell', 'step', 'object', 'number']).toContain(
					typeof command.depth === 'string' ? command.depth : typeof command.depth
				);
			}
			if (command.type === 'play' && command.speed !== null)
				expect(command.speed >= 0.5 && command.speed <= 32).toBe(true);
			if ('id' in command) expect(typeof command.id).toBe('string');
		}),
		{ numRuns: 20_000, seed: 1 }
	);
	// The run has met commands, and not only refusals.
	expect(seen.size).toBeGreaterThan(5);
});
