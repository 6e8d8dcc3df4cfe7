/** Files that somebody gives to a program, as it reads them. */
import type { Attached } from './messages.ts';

/** The bytes of a file; of a picture that the program's Python cannot decode but a browser can, those of the same pixels as PNG. */
export async function attachedOf(file: File): Promise<Attached> {
	const decoded = /^image\/(?!png|svg)/.test(file.type) ? await asPng(file) : null;
	return { name: file.name, bytes: new Uint8Array(await (decoded ?? file).arrayBuffer()) };
}

/** Null where it is no picture after all: the program then says what it finds. */
async function asPng(file: File): Promise<Blob | null> {
	const image = await createImageBitmap(file).catch(() => null);
	if (!image) return null;
	const canvas = new OffscreenCanvas(image.width, image.height);
	// Without transparency, so that a photograph has three numbers a pixel.
	canvas.getContext('2d', { alpha: false })!.drawImage(image, 0, 0);
	image.close();
	return canvas.convertToBlob({ type: 'image/png' });
}
