import { fail } from '#engine/errors.ts';

const MB = 2 ** 20;

/** The largest files that are opened, by their format. */
export const MOST_BYTES = {
	json: 32 * MB,
	/** Read whole. */
	safetensors: 256 * MB,
	/** A model, whose weights become numbers of eight bytes. */
	onnx: 256 * MB,
	/** A safetensors file that is read piece by piece. */
	pieces: 8192 * MB
};

/** A safetensors file above so many bytes is read piece by piece. */
export const LARGE = 32 * MB;

export function refuseSize(bytes: number, most: number): void {
	if (bytes > most)
		fail(
			'value',
			`This file has ${Math.ceil(bytes / MB)} MB, and ${most / MB} MB is the most that can be opened: record fewer steps or smaller tensors${most === MOST_BYTES.json ? ', or save it as a safetensors file' : ''}`
		);
}
