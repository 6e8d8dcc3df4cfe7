/** Writes a safetensors file. */
import type { Shape } from '../../tensor.ts';
import { encoded } from './utf8.ts';

/** What numbers are written as: float64, or float32 where no bit is lost by it. */
export interface Written {
	readonly name: string;
	readonly type: 'F64' | 'F32';
	readonly shape: Shape;
	readonly data: Float64Array;
}

const WIDTH = { F64: 8, F32: 4 };

/** The file of these tensors, by `metadata`: float64 first, so that each number lies at a multiple of its width. */
export function safetensors(
	tensors: readonly Written[],
	metadata: Readonly<Record<string, string>>
): Uint8Array<ArrayBuffer> {
	const ordered = [...tensors].sort((a, b) => WIDTH[b.type] - WIDTH[a.type]);
	let length = 0;
	const entries = ordered.map(({ name, type, shape, data }) => {
		const from = length;
		length += WIDTH[type] * data.length;
		return [name, { dtype: type, shape, data_offsets: [from, length] }] as const;
	});
	const text = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) });
	// Spaces up to a multiple of 8: the numbers begin at one.
	const header = encoded(text + ' '.repeat((8 - (encoded(text).length % 8)) % 8));
	const bytes = new Uint8Array(8 + header.length + length);
	const view = new DataView(bytes.buffer);
	view.setBigUint64(0, BigInt(header.length), true);
	bytes.set(header, 8);
	let at = 8 + header.length;
	for (const { type, data } of ordered)
		for (const value of data) {
			if (type === 'F64') view.setFloat64(at, value, true);
			else view.setFloat32(at, value, true);
			at += WIDTH[type];
		}
	return bytes;
}
