/** What a trace holds, as one number: the SHA-256 of its contents. */
import { createHash } from 'node:crypto';
import type { Trace } from '#engine';
import { contents } from './contents.ts';

export function fingerprint(trace: Trace): string {
	const hash = createHash('sha256');
	for (const bytes of contents(trace)) hash.update(bytes);
	return hash.digest('hex');
}
