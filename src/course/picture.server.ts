/**
 * A lesson's network as the picture that other sites show beside a link to it: its parts from left to right, with the numbers
 * of its own trace as tints. A PNG, since such sites show no SVG.
 */
import { deflateSync, crc32 } from 'node:zlib';
import type { Grid } from './miniature.server.ts';
import { PICTURE } from './picture.ts';

const { width: WIDTH, height: HEIGHT } = PICTURE;

/** Those of the light theme (ui/tokens.css). */
type Colour = readonly [number, number, number];
const PAPER: Colour = [0xfd, 0xfd, 0xfb];
const ZERO: Colour = [0xfa, 0xfa, 0xf7];
const ABOVE: Colour = [0xf3, 0x9a, 0x4a];
const BELOW: Colour = [0x6f, 0xa9, 0xe6];
const LINE: Colour = [0xd9, 0xd9, 0xd2];
const INK: Colour = [0x58, 0x5c, 0x64];

/** Around the parts, and between two. */
const [MARGIN, GAP] = [70, 70];

/** Three bytes a pixel. */
class Canvas {
	readonly pixels = new Uint8Array(WIDTH * HEIGHT * 3);

	fill(x: number, y: number, width: number, height: number, colour: Colour): void {
		for (let row = Math.round(y); row < Math.round(y + height); row++)
			for (let column = Math.round(x); column < Math.round(x + width); column++)
				this.pixels.set(colour, (row * WIDTH + column) * 3);
	}
}

const mixed = (to: Colour, share: number): Colour =>
	ZERO.map((from, k) => Math.round(from + (to[k]! - from) * share)) as unknown as Colour;

export function picture(grids: readonly Grid[]): Uint8Array<ArrayBuffer> {
	const canvas = new Canvas();
	canvas.fill(0, 0, WIDTH, HEIGHT, PAPER);
	const room = (WIDTH - 2 * MARGIN - GAP * (grids.length - 1)) / grids.length;
	const side = Math.min(room, HEIGHT - 2 * MARGIN);
	const left = (WIDTH - grids.length * side - GAP * (grids.length - 1)) / 2;
	grids.forEach(({ rows, columns, tints }, k) => {
		const unit = side / Math.max(rows, columns, 3);
		const x = left + k * (side + GAP) + (side - columns * unit) / 2;
		const y = (HEIGHT - rows * unit) / 2;
		canvas.fill(x - 2, y - 2, columns * unit + 4, rows * unit + 4, LINE);
		canvas.fill(x, y, columns * unit, rows * unit, ZERO);
		for (const { share, below, d } of tints)
			for (const [, column, row] of d.matchAll(/M(\d+) (\d+)/g))
				canvas.fill(
					x + Number(column) * unit,
					y + Number(row) * unit,
					unit,
					unit,
					mixed(below ? BELOW : ABOVE, share)
				);
		if (k) arrow(canvas, left + k * (side + GAP) - GAP / 2);
	});
	return png(canvas.pixels);
}

/** To the right, in the middle of the picture. */
function arrow(canvas: Canvas, middle: number): void {
	canvas.fill(middle - 18, HEIGHT / 2 - 2, 36, 4, INK);
	for (let step = 0; step < 12; step++)
		for (const up of [-1, 1]) canvas.fill(middle + 14 - step, HEIGHT / 2 - 2 + up * step, 4, 4, INK);
}

/** https://www.w3.org/TR/png: a signature, then chunks of a length, a name, bytes and a checksum. */
function png(pixels: Uint8Array): Uint8Array<ArrayBuffer> {
	const lines = Buffer.alloc(HEIGHT * (WIDTH * 3 + 1));
	// Each line begins with how it was filtered: 0, not at all.
	for (let y = 0; y < HEIGHT; y++)
		lines.set(pixels.subarray(y * WIDTH * 3, (y + 1) * WIDTH * 3), y * (WIDTH * 3 + 1) + 1);
	const head = Buffer.alloc(13);
	head.writeUInt32BE(WIDTH, 0);
	head.writeUInt32BE(HEIGHT, 4);
	// 8 bits of red, green and blue.
	head.set([8, 2, 0, 0, 0], 8);
	const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
	const chunks = [chunk('IHDR', head), chunk('IDAT', deflateSync(lines)), chunk('IEND', Buffer.alloc(0))];
	return new Uint8Array(Buffer.concat([signature, ...chunks]));
}

function chunk(name: string, data: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
	const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
	length.writeUInt32BE(data.length);
	check.writeUInt32BE(crc32(body));
	return Buffer.concat([length, body, check]);
}
