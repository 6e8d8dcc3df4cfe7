/**
 * One number for the bits of everything in math.ts: called in Node and in each browser, it must be the same.
 * The arguments come from an integer generator: some uniform in [−10, 10), some with every bit, and so any
 * exponent, at random.
 * The hash is FNV-1a over the bytes of the results, least significant first.
 */
import { cos, erf, exp, expm1, log, log1p, pow, sigmoid, sin, tanh } from './math.ts';

/** The FNV-1a hash, in 8 hexadecimal digits, of all functions at `points` arguments. */
export function fingerprint(points = 20000): string {
	let state = 1;
	const next = () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // the generator of Numerical Recipes
		return state;
	};
	let hash = 0x811c9dc5;
	const bytes = new DataView(new ArrayBuffer(8));
	const add = (value: number) => {
		bytes.setFloat64(0, Number.isNaN(value) ? 0 : value, true); // NaN has many encodings
		for (let i = 0; i < 8; i++) hash = Math.imul(hash ^ bytes.getUint8(i), 0x01000193);
	};
	for (let i = 0; i < points; i++) {
		let x = (next() / 4294967296) * 20 - 10;
		if (i % 4 === 0) {
			bytes.setUint32(0, next(), true);
			bytes.setUint32(4, next(), true);
			x = bytes.getFloat64(0, true);
		}
		const y = (next() / 4294967296) * 20 - 10;
		for (const f of [exp, expm1, log, log1p, tanh, sigmoid, sin, cos, erf]) add(f(x));
		add(log(Math.abs(x)));
		add(pow(Math.abs(x), y));
	}
	return (hash >>> 0).toString(16).padStart(8, '0');
}
