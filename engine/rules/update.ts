import { fail } from '../errors.ts';

/** Refuses what is not a finite number of at least `least`, and suggests one. */
export function expectFinite(op: string, name: string, value: unknown, least: number, example: string): void {
	if (typeof value !== 'number' || !Number.isFinite(value) || value < least)
		fail('attribute', `${op}: ${name} is ${value}: give a number from ${least} up, such as ${example}`);
}

/** Refuses what is not a share from 0 to just below 1. */
export function expectShare(op: string, name: string, value: unknown): void {
	if (typeof value !== 'number' || !(value >= 0 && value < 1))
		fail('attribute', `${op}: ${name} is ${value}: give a number from 0 up and below 1, such as 0.9`);
}
