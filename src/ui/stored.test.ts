import { afterEach, expect, test, vi } from 'vitest';
import { Stored } from './stored.svelte.ts';

afterEach(() => vi.unstubAllGlobals());

const letters = () => new Stored('letters', ['on', 'off'], 'on');

test('a choice is there at the next visit', () => {
	const kept = new Map<string, string>();
	vi.stubGlobal('localStorage', {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => void kept.set(key, value)
	});
	expect(letters().current).toBe('on');
	letters().current = 'off';
	expect(letters().current).toBe('off');
	// Something else wrote there.
	kept.set('letters', 'perhaps');
	expect(letters().current).toBe('on');
});

test('where storage is refused, a choice lasts for the visit', () => {
	const refuse = () => {
		throw new DOMException('refused', 'SecurityError');
	};
	vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse });
	const choice = letters();
	choice.current = 'off';
	expect(choice.current).toBe('off');
	expect(letters().current).toBe('on');
});
