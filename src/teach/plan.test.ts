import { expect, test } from 'vitest';
import { planOf } from './plan.ts';

const section = (title: string, minutes: number, ...questions: string[]) => ({ title, minutes, questions });
const SECTIONS = [
	section('The beginning', 3),
	section('Reading', 4),
	section('Asking', 8, 'a', 'b'),
	section('Much', 12),
	section('Asking again', 6, 'c')
];
const titles = (sections: readonly { readonly title: string }[]) => sections.map(({ title }) => title);

test('what asks comes before what is read, and all stands in the order of the text', () => {
	// 3 + 8 + 6 are 17: no other section fits the 3 that are left.
	const plan = planOf(SECTIONS, 20, []);
	expect(titles(plan.taken)).toEqual(['The beginning', 'Asking', 'Asking again']);
	expect(titles(plan.left)).toEqual(['Reading', 'Much']);
	expect(plan).toMatchObject({ worksheet: false, then: [], over: 3 });
});

test('a lesson that fits whole leaves room for a worksheet, then for the lessons that follow', () => {
	const after = [
		{ name: 'next', title: 'Next', minutes: 30 },
		{ name: 'later', title: 'Later', minutes: 20 }
	];
	// The lesson takes 33 minutes, a worksheet 15.
	expect(planOf(SECTIONS, 45, after)).toMatchObject({ left: [], worksheet: false, then: [], over: 12 });
	expect(planOf(SECTIONS, 90, after)).toMatchObject({ worksheet: true, then: [after[0]], over: 12 });
});
