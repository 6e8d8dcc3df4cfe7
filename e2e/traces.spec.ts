import { expect, test } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { LESSONS } from './lessons.ts';
import { open, saveTrace } from './screen.ts';

let ofNode: Record<string, string>;

test.beforeAll(() => {
	ofNode = JSON.parse(execFileSync(process.execPath, ['e2e/traces.mjs'], { encoding: 'utf8' })) as Record<
		string,
		string
	>;
});

for (const lesson of LESSONS)
	test(`the trace of ${lesson} is the same file from the page and from Node`, async ({ page }) => {
		await open(page, lesson);
		const download = await saveTrace(page);
		const file = readFileSync(await download.path(), 'utf8').trim();
		expect(createHash('sha256').update(file).digest('hex')).toBe(ofNode[lesson]);
	});
