/** Tensors of four axes that are images: what convolves, pools or moves images is done with them, or with what they become. */
import type { Tensor } from './tensor.ts';

const OPS: ReadonlySet<string> = new Set([
	...['conv2d', 'convTranspose2d', 'maxPool2d', 'avgPool2d', 'batchNorm'],
	...['affine', 'crop', 'flip']
]);
/** So many tensors around one are asked: an image is seldom far from such an op. */
const MOST = 64;

const found = new WeakMap<Tensor, { readonly readers: number; readonly are: boolean }>();

/** Whether a tensor of four axes holds images. Asked while a network is built, it is asked again once more reads the tensor. */
export function areImages(tensor: Tensor): boolean {
	const known = found.get(tensor);
	const readers = tensor.readers.length;
	if (known && known.readers === readers) return known.are;
	const are = find(tensor);
	found.set(tensor, { readers, are });
	return are;
}

function find(tensor: Tensor): boolean {
	const around = new Set([tensor]);
	for (const x of around) {
		const { writer, readers } = x;
		const leaves = [...(writer ? [writer] : []), ...readers.map(({ leaf }) => leaf)];
		if (leaves.some(({ call }) => OPS.has(call.op.name))) return true;
		for (const { call, out } of leaves)
			for (const next of [...call.xs, out])
				if (next.shape.length === 4 && !next.gradientOf && around.size < MOST) around.add(next);
	}
	return false;
}
