/** Text as UTF-8: what every current browser and server has, declared here, since the engine is compiled without a DOM. */
declare const TextDecoder: new (
	label: 'utf-8',
	options: { fatal: true }
) => { decode(bytes: Uint8Array): string };
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

/** Throws where the bytes are no UTF-8. */
export const decoded = (bytes: Uint8Array): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

export const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);
