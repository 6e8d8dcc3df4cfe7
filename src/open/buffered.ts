/** Small pieces of a file, which often lie beside each other: read as blocks, of which the last ones are kept. */
import type { Source } from '#engine/file/source.ts';

const BLOCK = 2 ** 20;
/** Pieces above so many bytes are read as they are. */
const SMALL = BLOCK / 4;
/** So many blocks are kept. */
const MOST = 48;

export function buffered(source: Source): Source {
	const blocks = new Map<number, Uint8Array>();
	const end = (block: number) => Math.min(source.size, (block + 1) * BLOCK);

	function keep(block: number, bytes: Uint8Array): Uint8Array {
		blocks.set(block, bytes);
		if (blocks.size > MOST) blocks.delete(blocks.keys().next().value!);
		return bytes;
	}

	const isSmall = (from: number, to: number) => to - from <= SMALL && to > from;

	function cut(from: number, to: number, first: Uint8Array, last: Uint8Array): Uint8Array {
		const block = Math.floor(from / BLOCK);
		if (first === last) return first.subarray(from - block * BLOCK, to - block * BLOCK);
		const bytes = new Uint8Array(to - from);
		bytes.set(first.subarray(from - block * BLOCK));
		bytes.set(last.subarray(0, to - (block + 1) * BLOCK), (block + 1) * BLOCK - from);
		return bytes;
	}

	const blockNow = (block: number) =>
		blocks.get(block) ?? keep(block, source.read(block * BLOCK, end(block)));

	const coming = new Map<number, Promise<Uint8Array>>();
	const blockSoon = (block: number) => {
		const there = blocks.get(block);
		if (there) return there;
		const on =
			coming.get(block) ?? source.fetch!(block * BLOCK, end(block)).then((bytes) => keep(block, bytes));
		coming.set(block, on);
		return on.finally(() => coming.delete(block));
	};

	return {
		size: source.size,
		read(from, to) {
			if (!isSmall(from, to)) return source.read(from, to);
			return cut(from, to, blockNow(Math.floor(from / BLOCK)), blockNow(Math.floor((to - 1) / BLOCK)));
		},
		...(source.fetch && {
			async fetch(from: number, to: number) {
				if (!isSmall(from, to)) return source.fetch!(from, to);
				const [first, last] = [Math.floor(from / BLOCK), Math.floor((to - 1) / BLOCK)];
				return cut(from, to, await blockSoon(first), await blockSoon(last));
			}
		})
	};
}
