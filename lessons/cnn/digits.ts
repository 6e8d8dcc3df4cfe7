/** Real handwritten digits that the network was not trained on; source and licence are in DATA.md. */
import { decode } from '#engine/file/base64.ts';
import file from './digits.json' with { type: 'json' };

export interface Digit {
	readonly label: number;
	readonly predicted: number;
	/** The scores that PyTorch computes in float64 with the committed weights. */
	readonly logits: readonly number[];
	/** 28×28 bytes in base64, row by row. */
	readonly pixels: string;
}

export const digits: readonly Digit[] = file.digits;

/** Brightness from 0 to 1. */
export const pixels = (digit: Digit): Float64Array =>
	Float64Array.from(decode(digit.pixels), (byte) => byte / 255);
