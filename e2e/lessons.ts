/** The lessons by their folders, so that a new one is tested like all others. */
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = new URL('../lessons/', import.meta.url);

export const LESSONS: readonly string[] = readdirSync(fileURLToPath(folder)).filter((name) =>
	existsSync(new URL(`${name}/lesson.ts`, folder))
);
