/** The bytes of a large file, a piece at a time: of a file that was chosen, or at an address of this site. */
import { BackstepError } from '#engine';
import type { Source } from '#engine/file/source.ts';
import { buffered } from './buffered.ts';

/** What only a worker has. */
declare const FileReaderSync: undefined | (new () => { readAsArrayBuffer(blob: Blob): ArrayBuffer });

/** What can be handed to another thread. */
export type Where = Blob | { readonly address: string; readonly size: number };

export const piecesOf = (where: Where): Source =>
	buffered(where instanceof Blob ? ofFile(where) : ofAddress(where));

/** The file may have been changed or removed, or the connection lost, since it was opened. */
const gone = (): never => {
	throw new BackstepError('value', 'A part of this file could not be read any more: open it once more.');
};

function ofFile(file: Blob): Source {
	return {
		size: file.size,
		read: (from, to) => {
			const piece = file.slice(from, to);
			if (typeof FileReaderSync !== 'undefined')
				return new Uint8Array(new FileReaderSync().readAsArrayBuffer(piece));
			const address = URL.createObjectURL(piece);
			try {
				return readNow(address);
			} finally {
				URL.revokeObjectURL(address);
			}
		},
		fetch: async (from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer().catch(gone))
	};
}

function ofAddress({ address, size }: Extract<Where, { address: string }>): Source {
	const range = (from: number, to: number) => `bytes=${from}-${to - 1}`;
	return {
		size,
		read: (from, to) => (from === to ? new Uint8Array() : readNow(address, range(from, to))),
		fetch: async (from, to) => {
			if (from === to) return new Uint8Array();
			const response = await fetch(address, { headers: { Range: range(from, to) }, redirect: 'error' }).catch(
				gone
			);
			return response.status === 206 ? new Uint8Array(await response.arrayBuffer()) : gone();
		}
	};
}

/**
 * What a picture needs and nobody fetched before is read while the page waits: pictures are drawn at once. A page that
 * waits is given text and no bytes, one character a byte.
 */
function readNow(address: string, range?: string): Uint8Array {
	const request = new XMLHttpRequest();
	try {
		request.open('GET', address, false);
		request.overrideMimeType('text/plain; charset=x-user-defined');
		if (range) request.setRequestHeader('Range', range);
		request.send();
	} catch {
		return gone();
	}
	if (request.status !== (range ? 206 : 200)) return gone();
	const text = request.responseText;
	const bytes = new Uint8Array(text.length);
	for (let k = 0; k < bytes.length; k++) bytes[k] = text.charCodeAt(k);
	return bytes;
}

export interface Pieces {
	readonly where: Where;
	readonly size: number;
	readonly first: Uint8Array;
}

/** Whether a file at an address of this site can be had piece by piece, with its first bytes; null where it cannot. */
export async function piecesAt(address: URL, first: number): Promise<Pieces | null> {
	const headers = { Range: `bytes=0-${first - 1}` };
	const response = await fetch(address, { headers, redirect: 'error' }).catch(() => null);
	const size = Number(/\/(\d+)$/.exec(response?.headers.get('content-range') ?? '')?.[1]);
	if (response?.status !== 206 || !size) {
		await response?.body?.cancel();
		return null;
	}
	const where = { address: address.href, size };
	return { where, size, first: new Uint8Array(await response.arrayBuffer()) };
}
