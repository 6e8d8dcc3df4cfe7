/** The text of a trace: of a file that was chosen or dropped, or of an address on this site. */
import { BackstepError } from '#engine';
import { MOST_BYTES, refuseSize } from './size.ts';

const refuse = (message: string): never => {
	throw new BackstepError('value', message);
};

export async function textOf(file: Blob): Promise<string> {
	refuseSize(file.size);
	return decode(await file.arrayBuffer());
}

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

export async function textAt(address: URL): Promise<string> {
	const nothing = () => refuse(`There is no file at ${address.pathname}: check the address.`);
	// A redirect could lead to another site.
	const response = await fetch(address, { redirect: 'error' }).catch(nothing);
	if (!response.ok) return nothing();
	refuseSize(Number(response.headers.get('content-length') ?? 0));
	const parts: Uint8Array<ArrayBuffer>[] = [];
	let bytes = 0;
	const reader = response.body!.getReader();
	for (let part = await reader.read(); !part.done; part = await reader.read()) {
		parts.push(part.value);
		bytes += part.value.length;
		if (bytes > MOST_BYTES) {
			await reader.cancel();
			refuseSize(bytes);
		}
	}
	return decode(await new Blob(parts).arrayBuffer());
}

function decode(bytes: ArrayBuffer): string {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return refuse(
			'This file is no text in UTF-8: choose one that “Save” on a lesson or backstep_torch.py wrote.'
		);
	}
}
