import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { elementScript } from './script.server.ts';

test('the custom element is at most 3 kB, compressed', async () => {
	const script = await elementScript();
	expect(script).toContain('backstep-lesson');
	expect(gzipSync(script).length).toBeLessThanOrEqual(3000);
});

test('the custom element is a script of its own: no imports, no names left behind', async () => {
	const script = await elementScript();
	expect(script).not.toMatch(/\b(import|export)\b/);
	expect(() => new Function(script)).not.toThrow();
});
