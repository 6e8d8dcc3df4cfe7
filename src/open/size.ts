import { fail } from '#engine/errors.ts';

const MB = 2 ** 20;

/** The largest files that are opened, by their format. */
export const MOST_BYTES = { json: 32 * MB, safetensors: 256 * MB };

export function refuseSize(bytes: number, most: number): void {
	if (bytes > most)
		fail(
			'value',
			`This file has ${Math.ceil(bytes / MB)} MB, and ${most / MB} MB is the most that can be opened: record fewer steps or smaller tensors${most === MOST_BYTES.json ? ', or save it as a safetensors file' : ''}`
		);
}
