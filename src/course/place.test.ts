import { afterEach, expect, test, vi } from 'vitest';
import { keepPlace, placeIn } from './place.ts';

afterEach(() => vi.unstubAllGlobals());

test('one goes on where one left: in that lesson, with its settings and its step', () => {
	const kept = new Map<string, string>();
	vi.stubGlobal('localStorage', {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => kept.set(key, value)
	});
	expect(placeIn('cnn')).toBe('');
	keepPlace('cnn', 'digit=3&step=40');
	expect(placeIn('cnn')).toBe('?digit=3&step=40');
	expect(placeIn('cn')).toBe('');
	keepPlace('rnn', 'step=2');
	expect(placeIn('cnn')).toBe('');
});

test('where storage is refused, a lesson opens at its beginning', () => {
	const refuse = () => {
		throw new Error('refused');
	};
	vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse });
	keepPlace('cnn', 'step=1');
	expect(placeIn('cnn')).toBe('');
});
