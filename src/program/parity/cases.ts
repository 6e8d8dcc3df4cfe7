// One-line programs, each against what PyTorch gave for it (parity/cases.py).
import { expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { inPython } from './inPython.ts';

type Told = { readonly [key: string]: unknown };
interface Answer {
	readonly value?: Told;
	readonly gradients?: Readonly<Record<string, Told>>;
	readonly error?: string;
}

const file = (name: string) => new URL(`${name}`, import.meta.url);
const groups = JSON.parse(readFileSync(file('cases.json'), 'utf8')) as Record<string, Record<string, Answer>>;
const questions = readFileSync(file('answer.py'), 'utf8');

/** How far apart two numbers may be, relative to the larger of them and 1: rounding, of sums that are added in another order. */
const NEAR: Readonly<Record<string, number>> = { float32: 1e-6, float64: 1e-10 };

function differs(here: unknown, there: unknown, near: number): boolean {
	if (typeof here === 'number' && typeof there === 'number')
		return Math.abs(here - there) > near * Math.max(1, Math.abs(here), Math.abs(there));
	if (typeof here !== 'object' || typeof there !== 'object' || !here || !there) return here !== there;
	const [a, b] = [here as Told, there as Told];
	const inner = NEAR[String(b.dtype)] ?? ('float' in b ? NEAR.float32! : near);
	const keys = Object.keys(b);
	return Object.keys(a).length !== keys.length || keys.some((key) => differs(a[key], b[key], inner));
}

for (const [name, cases] of Object.entries(groups))
	test(`torch gives what PyTorch gives (${name})`, () => {
		const answer = inPython(questions).get('answer') as (text: string) => string;
		const wrong: object[] = [];
		for (const [text, there] of Object.entries(cases)) {
			const here = JSON.parse(answer(text)) as Answer;
			if (differs(here, there, 0)) wrong.push({ case: text, here, there });
		}
		expect(wrong).toEqual([]);
	});
