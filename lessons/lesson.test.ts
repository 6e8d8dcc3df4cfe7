import { expect, expectTypeOf, test } from 'vitest';
import { Tape } from '#engine';
import { lesson } from './lesson.ts';

test('what p holds follows from the controls, and a control that matters only sometimes says when', () => {
	const built: unknown[] = [];
	const example = lesson({
		title: 'Example',
		family: 'Foundations',
		order: 1,
		summary: '',
		notes: [],
		needs: [],
		afterwards: ['', '', ''],
		controls: {
			gap: { kind: 'integer', label: 'Gap', help: '', value: 3, min: 0, max: 9 },
			input: { kind: 'choice', label: 'Input', help: '', value: 'notes', options: { notes: '', random: '' } },
			kernels: {
				kind: 'several',
				label: 'Kernels',
				help: '',
				value: ['blur'],
				options: { blur: '', edge: '' }
			},
			bias: { kind: 'switch', label: 'Bias', help: '', value: true },
			sentence: { kind: 'text', label: 'Sentence', help: '', value: 'a b', longest: 9 }
		},
		shown: { gap: (p) => p.input === 'random' && p.kernels.includes('edge') },
		build(_, p) {
			expectTypeOf(p).toEqualTypeOf<{
				readonly gap: number;
				readonly input: 'notes' | 'random';
				readonly kernels: readonly ('blur' | 'edge')[];
				readonly bias: boolean;
				readonly sentence: string;
			}>();
			built.push(p.gap + 1);
		},
		open: { scope: 'forward', grain: 'op' }
	});
	example.build(new Tape(), { gap: 3 });
	expect(built).toEqual([4]);
	const { gap, bias } = example.controls;
	expect(gap!.shown!({ input: 'notes', kernels: ['edge'] })).toBe(false);
	expect(gap!.shown!({ input: 'random', kernels: ['edge'] })).toBe(true);
	expect(bias!.shown).toBeUndefined();
});
