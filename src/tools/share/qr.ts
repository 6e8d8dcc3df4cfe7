/** A text as a QR code: the side in modules, and the dark ones as one path of unit squares; null where it is too long for one. */
import { encode } from 'uqr';

export interface Qr {
	readonly size: number;
	readonly path: string;
}

/** `border` is the quiet zone around it, in modules. */
export function qrOf(text: string, border: number): Qr | null {
	try {
		const { size, data } = encode(text, { ecc: 'L', border });
		const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : [])));
		return { size, path: dark.join('') };
	} catch {
		return null;
	}
}
