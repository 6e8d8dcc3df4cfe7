/**
 * All tensors of a trace as NumPy reads them: `numpy.load("trace.npz")["x.grad"]`. A .npy file is a header that says type
 * and shape, then the numbers; a .npz file is a zip of them. Format: numpy.lib.format, version 1.0.
 */
import { zipSync } from 'fflate';
import type { Shape, Trace } from '#engine';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0];

/** One tensor as little-endian float64, row by row. */
export function npy(shape: Shape, data: Float64Array): Uint8Array {
	const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
	const said = `{'descr': '<f8', 'fortran_order': False, 'shape': (${sizes}), }`;
	// The numbers begin at a multiple of 64 bytes.
	const length = Math.ceil((MAGIC.length + 2 + said.length + 1) / 64) * 64;
	const bytes = new Uint8Array(length + 8 * data.length);
	const view = new DataView(bytes.buffer);
	bytes.set(MAGIC);
	view.setUint16(MAGIC.length, length - MAGIC.length - 2, true);
	const text = `${said.padEnd(length - MAGIC.length - 3)}\n`;
	for (let k = 0; k < text.length; k++) bytes[MAGIC.length + 2 + k] = text.charCodeAt(k);
	data.forEach((value, k) => view.setFloat64(length + 8 * k, value, true));
	return bytes;
}

export const npz = ({ tensors }: Trace): Uint8Array<ArrayBuffer> =>
	zipSync(
		Object.fromEntries(
			[...tensors.values()].map(({ name, shape, data }) => [`${name}.npy`, npy(shape, data)])
		),
		// The same trace gives the same file, whenever it is saved.
		{ mtime: new Date(2000, 0, 1) }
	);
