/**
 * The bytes of a trace: of a file that was chosen or dropped, or of an address on this site; of a large safetensors file,
 * where they are.
 */
import { BackstepError } from '#engine';
import { isSafetensors } from '#engine/file/safetensors/header.ts';
import { piecesAt, type Where } from './pieces.ts';
import { LARGE, MOST_BYTES, refuseSize } from './size.ts';

/** Bytes, or where those of a file are that is read piece by piece. */
export type Content = Uint8Array | Where;

/** So many bytes tell what a file is. */
const FIRST = 9;

const refuse = (message: string): never => {
	throw new BackstepError('value', message);
};

/** What is larger than any format may be is not even fetched. */
const MOST = Math.max(MOST_BYTES.json, MOST_BYTES.safetensors);

export async function contentOf(file: Blob): Promise<Content> {
	if (file.size > LARGE && isSafetensors(await bytesOf(file.slice(0, FIRST)))) return file;
	refuseSize(file.size, MOST);
	return bytesOf(file);
}

/** A server that gives no pieces gives the whole. */
export async function contentAt(address: URL): Promise<Content> {
	const pieces = address.pathname.endsWith('.safetensors') ? await piecesAt(address, FIRST) : null;
	return pieces && pieces.size > LARGE && isSafetensors(pieces.first) ? pieces.where : bytesAt(address);
}

const bytesOf = async (file: Blob) => new Uint8Array(await file.arrayBuffer());

/** Only a path below this site is asked for: a link must not make a reader's browser fetch from elsewhere. */
export function addressOf(src: string, base: URL): URL {
	const elsewhere = (): never =>
		refuse(
			`The address "${src.slice(0, 80)}" is not one of this site: give a path such as traces/mlp.json, or download the file and open it here.`
		);
	if (/^[a-z][a-z\d+.-]*:|^\s|^[/\\]{2}|[\\\0]/i.test(src) || !src) return elsewhere();
	if (!URL.canParse(src, base)) return elsewhere();
	const address = new URL(src, base);
	return address.origin === base.origin && /^https?:$/.test(address.protocol) ? address : elsewhere();
}

async function bytesAt(address: URL): Promise<Uint8Array> {
	const nothing = () => refuse(`There is no file at ${address.pathname}: check the address.`);
	// A redirect could lead to another site.
	const response = await fetch(address, { redirect: 'error' }).catch(nothing);
	if (!response.ok) return nothing();
	refuseSize(Number(response.headers.get('content-length') ?? 0), MOST);
	const parts: Uint8Array<ArrayBuffer>[] = [];
	let bytes = 0;
	const reader = response.body!.getReader();
	for (let part = await reader.read(); !part.done; part = await reader.read()) {
		parts.push(part.value);
		bytes += part.value.length;
		if (bytes > MOST) {
			await reader.cancel();
			refuseSize(bytes, MOST);
		}
	}
	return bytesOf(new Blob(parts));
}
