/**
 * ReLU without branches: signs are guessed wrong half of the time, and a wrong guess takes longer than ten numbers. What
 * may be kept is written beside a 0, and the sign says which of both is read; four numbers at once.
 */

/** Each of four numbers, then the 0 instead of it. */
const pairs = new Float64Array(8);

/** out[i] = x[i] < 0 ? 0 : x[i]. */
export function rectify(x: Float64Array, out: Float64Array): void {
	const p = pairs;
	let i = 0;
	for (; i + 4 <= out.length; i += 4) {
		p[0] = x[i]!;
		p[2] = x[i + 1]!;
		p[4] = x[i + 2]!;
		p[6] = x[i + 3]!;
		out[i] = p[Number(x[i]! < 0)]!;
		out[i + 1] = p[2 + Number(x[i + 1]! < 0)]!;
		out[i + 2] = p[4 + Number(x[i + 2]! < 0)]!;
		out[i + 3] = p[6 + Number(x[i + 3]! < 0)]!;
	}
	for (; i < out.length; i++) out[i] = x[i]! < 0 ? 0 : x[i]!;
}

/** out[i] = x[i] ≤ 0 ? 0 : dy[i]. */
export function rectifySlope(x: Float64Array, dy: Float64Array, out: Float64Array): void {
	const p = pairs;
	let i = 0;
	for (; i + 4 <= out.length; i += 4) {
		p[0] = dy[i]!;
		p[2] = dy[i + 1]!;
		p[4] = dy[i + 2]!;
		p[6] = dy[i + 3]!;
		out[i] = p[Number(x[i]! <= 0)]!;
		out[i + 1] = p[2 + Number(x[i + 1]! <= 0)]!;
		out[i + 2] = p[4 + Number(x[i + 2]! <= 0)]!;
		out[i + 3] = p[6 + Number(x[i + 3]! <= 0)]!;
	}
	for (; i < out.length; i++) out[i] = x[i]! <= 0 ? 0 : dy[i]!;
}
