import { fail } from '#engine/errors.ts';

export const MOST_BYTES = 32 * 2 ** 20;

export function refuseSize(bytes: number): void {
	if (bytes > MOST_BYTES)
		fail(
			'value',
			`This file has ${Math.ceil(bytes / 2 ** 20)} MB, and ${MOST_BYTES / 2 ** 20} MB is the most that can be opened: record fewer steps or smaller tensors.`
		);
}
