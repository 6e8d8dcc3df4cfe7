/**
 * What a trace holds, as one number: SHA-256 of its ops and of the names, shapes and values of its tensors. It does not
 * depend on the machine, on the order in which tensors are made, on labels and scopes, or on how a file writes them.
 */
import { createHash } from 'node:crypto';
import type { Trace } from '#engine';

export function fingerprint({ leaves, tensors }: Trace): string {
	const hash = createHash('sha256');
	for (const { call, reads, out } of leaves)
		hash.update(`${JSON.stringify([call.op.name, reads.map(({ name }) => name), out.name])}\n`);
	for (const name of [...tensors.keys()].sort()) {
		const { shape, data } = tensors.get(name)!;
		const bytes = Buffer.alloc(8 * data.length);
		data.forEach((value, k) => bytes.writeDoubleLE(value, 8 * k));
		hash.update(`${JSON.stringify([name, shape])}\n`).update(bytes);
	}
	return hash.digest('hex');
}
