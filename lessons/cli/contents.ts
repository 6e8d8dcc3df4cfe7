/**
 * What a trace holds, as bytes: its ops, and the names, shapes and values of its tensors. They do not depend on the machine,
 * on the order in which tensors are made, on labels and scopes, or on how a file writes them. It runs in a browser, too.
 */
import type { Trace } from '#engine';

/** Piece by piece, since a trace may be large. A value takes 8 bytes, the least significant first. */
export function* contents({ leaves, tensors }: Trace): Generator<Uint8Array<ArrayBuffer>> {
	const line = (value: unknown) => new TextEncoder().encode(`${JSON.stringify(value)}\n`);
	for (const { call, reads, out } of leaves)
		yield line([call.op.name, reads.map(({ name }) => name), out.name]);
	for (const name of [...tensors.keys()].sort()) {
		const { shape, data } = tensors.get(name)!;
		const bytes = new DataView(new ArrayBuffer(8 * data.length));
		data.forEach((value, k) => bytes.setFloat64(8 * k, value, true));
		yield line([name, shape]);
		yield new Uint8Array(bytes.buffer);
	}
}
