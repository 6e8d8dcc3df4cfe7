/** A picture that somebody has as a file, as numbers. */

/** The brightness of each pixel from 0 to 1, row by row, of the largest square in the middle, resampled; or why there is none. */
export async function brightnessOf(file: File, rows: number, columns: number): Promise<number[] | string> {
	if (file.size > 32e6)
		return `${file.name} has ${(file.size / 1e6).toFixed(0)} MB: choose an image of at most 32 MB.`;
	try {
		const image = await createImageBitmap(file);
		const pen = new OffscreenCanvas(columns, rows).getContext('2d')!;
		pen.imageSmoothingQuality = 'high';
		const side = Math.min(image.width, image.height);
		const [left, top] = [(image.width - side) / 2, (image.height - side) / 2];
		pen.drawImage(image, left, top, side, side, 0, 0, columns, rows);
		const { data } = pen.getImageData(0, 0, columns, rows);
		// Luma of ITU-R BT.601.
		return Array.from(
			{ length: rows * columns },
			(_, k) => (0.299 * data[4 * k]! + 0.587 * data[4 * k + 1]! + 0.114 * data[4 * k + 2]!) / 255
		);
	} catch {
		return `${file.name} cannot be read as an image: choose a PNG, JPEG or WebP file.`;
	}
}
