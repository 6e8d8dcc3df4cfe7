/** Files that somebody gives to a program, as it reads them. */
import type { Attached } from './messages.ts';

/** The bytes of a file; of a picture that the program's Python cannot decode but a browser can, those of the same pixels as PNG. */
export async function attachedOf(file: File): Promise<Attached> {
	const decoded = /^image\/(?!png|svg)/.test(file.type) ? await asPng(file) : null;
	return { name: file.name, bytes: decoded ?? new Uint8Array(await file.arrayBuffer()) };
}

/** Null where it is no picture after all: the program then says what it finds. */
async function asPng(file: File): Promise<Uint8Array | null> {
	const image = await createImageBitmap(file).catch(() => null);
	if (!image) return null;
	const { width, height } = image;
	const context = new OffscreenCanvas(width, height).getContext('2d')!;
	context.drawImage(image, 0, 0);
	image.close();
	const { png } = await import('./png.ts');
	return png(width, height, context.getImageData(0, 0, width, height).data);
}
