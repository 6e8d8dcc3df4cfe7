/**
 * Random numbers as PyTorch draws them on a CPU: the Mersenne Twister of Matsumoto and Nishimura (mt19937, 1998) and what
 * ATen makes of its words (aten/src/ATen/core/TransformationHelper.h and DistributionsHelper.h say how; none of it is copied).
 */
import { cos, log, log1p, sin } from '#engine/math.ts';

const N = 624;
const M = 397;
const MOST32 = 2 ** 32;

export class Mersenne {
	readonly #state = new Uint32Array(N);
	#at = N;
	/** Of two normal numbers that are drawn at once, the one that is still to be given. */
	#second: number | null = null;

	constructor(seed: number) {
		this.seed(seed);
	}

	/** As `torch.manual_seed`: of a larger seed, the lowest 32 bits count. */
	seed(seed: number): void {
		this.#state[0] = Number(BigInt.asUintN(32, BigInt(Math.trunc(seed))));
		for (let k = 1; k < N; k++) {
			const before = this.#state[k - 1]! ^ (this.#state[k - 1]! >>> 30);
			this.#state[k] = Math.imul(1812433253, before) + k;
		}
		this.#at = N;
		this.#second = null;
	}

	/** 32 random bits. */
	word(): number {
		if (this.#at === N) this.#turn();
		let y = this.#state[this.#at++]!;
		y ^= y >>> 11;
		y ^= (y << 7) & 0x9d2c5680;
		y ^= (y << 15) & 0xefc60000;
		return (y ^ (y >>> 18)) >>> 0;
	}

	/** 64 random bits: the first word drawn is the higher one. */
	words(): bigint {
		const high = BigInt(this.word());
		return (high << 32n) | BigInt(this.word());
	}

	/** A float32 in [0, 1): the lowest 24 bits of a word. */
	single(): number {
		return (this.word() & 0xffffff) / 2 ** 24;
	}

	/** A float64 in [0, 1): the lowest 53 bits of two words. */
	double(): number {
		const high = this.word() & 0x1fffff;
		return (high * MOST32 + this.word()) / 2 ** 53;
	}

	/** A whole number from `low` to below `high`. */
	integer(low: number, high: number): number {
		const range = high - low;
		if (range < MOST32) return (this.word() % range) + low;
		return Number(this.words() % BigInt(range)) + low;
	}

	/** A whole number from 0 to below 2⁶³, as `torch.empty((), dtype=torch.int64).random_()`. */
	long(): bigint {
		return this.words() % (1n << 63n);
	}

	uniform(n: number, low: number, high: number, single: boolean): Float64Array {
		const out = new Float64Array(n);
		const width = single ? Math.fround(Math.fround(high) - Math.fround(low)) : high - low;
		for (let k = 0; k < n; k++) {
			// With the sum rounded once: ATen's kernels are compiled for a fused multiply and add.
			out[k] = (single ? this.single() : this.double()) * width + (single ? Math.fround(low) : low);
			if (single) out[k] = Math.fround(out[k]!);
		}
		return out;
	}

	/** Waiting times, `rate` of them in a unit. */
	exponential(n: number, rate: number): Float64Array {
		return Float64Array.from({ length: n }, () => (-1 / rate) * log(1 - this.double()));
	}

	/** Normal numbers by Box and Muller: sixteen and more are drawn in blocks of sixteen, fewer one by one. */
	normal(n: number, mean: number, deviation: number, single: boolean): Float64Array {
		return n < BLOCK
			? Float64Array.from({ length: n }, () => rounded(this.#normal() * deviation + mean, single))
			: this.#blocks(n, mean, deviation, single);
	}

	/** The numbers from 0 to below n, shuffled: each place takes one of those that are left. */
	permutation(n: number): Float64Array {
		const out = Float64Array.from({ length: n }, (_, k) => k);
		for (let k = 0; k < n - 1; k++) {
			const other = k + (this.word() % (n - k));
			[out[k], out[other]] = [out[other]!, out[k]!];
		}
		return out;
	}

	#turn(): void {
		const state = this.#state;
		for (let k = 0; k < N; k++) {
			const y = (state[k]! & 0x80000000) | (state[(k + 1) % N]! & 0x7fffffff);
			state[k] = state[(k + M) % N]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
		}
		this.#at = 0;
	}

	#normal(): number {
		if (this.#second !== null) {
			const second = this.#second;
			this.#second = null;
			return second;
		}
		const [angle, length] = [2 * Math.PI * this.double(), Math.sqrt(-2 * log1p(-this.double()))];
		this.#second = length * sin(angle);
		return length * cos(angle);
	}

	#blocks(n: number, mean: number, deviation: number, single: boolean): Float64Array {
		const draw = () => (single ? this.single() : this.double());
		const out = Float64Array.from({ length: n }, draw);
		const turn = (from: number) => {
			for (let k = from; k < from + BLOCK / 2; k++) {
				const round = (x: number) => rounded(x, single);
				const u = round(1 - out[k]!);
				const length = round(Math.sqrt(round(-2 * round(log(u)))));
				const angle = round(round(2 * Math.PI) * out[k + BLOCK / 2]!);
				out[k] = round(round(length * round(cos(angle))) * deviation + mean);
				out[k + BLOCK / 2] = round(round(length * round(sin(angle))) * deviation + mean);
			}
		};
		for (let k = 0; k + BLOCK <= n; k += BLOCK) turn(k);
		if (n % BLOCK) {
			// The last sixteen are drawn anew, those among them that were drawn before too.
			for (let k = n - BLOCK; k < n; k++) out[k] = draw();
			turn(n - BLOCK);
		}
		return out;
	}
}

const BLOCK = 16;
const rounded = (x: number, single: boolean) => (single ? Math.fround(x) : x);
