import { fail } from '../errors.ts';

/** Refuses what is not a finite number of at least `least`, and suggests one. */
export function expectFinite(op: string, name: string, value: unknown, least: number, example: string): void {
	if (typeof value !== 'number' || !Number.isFinite(value) || value < least)
		fail('attribute', `${op}: ${name} is ${value}: give a number from ${least} up, such as ${example}`);
}
