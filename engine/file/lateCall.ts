/** A call whose numbers are elsewhere: what its op keeps beside the output is computed when it is looked at. */
import type { Call } from '../op.ts';
import { size, type Tensor } from '../tensor.ts';

class LateCall<A> implements Call<A> {
	readonly op: Call<A>['op'];
	readonly attrs: A;
	readonly xs: readonly Tensor[];
	readonly y: Tensor;
	readonly dy: Tensor | null;
	readonly out: Tensor;
	readonly #save: () => Float64Array;
	#saved: Float64Array | null = null;

	constructor({ op, attrs, xs, y, dy, out }: Omit<Call<A>, 'saved'>, save: () => Float64Array) {
		this.op = op;
		this.attrs = attrs;
		this.xs = xs;
		this.y = y;
		this.dy = dy;
		this.out = out;
		this.#save = save;
	}

	get saved(): Float64Array {
		return (this.#saved ??= this.#save());
	}
}

/** A call of forward whose op keeps so many numbers: forward runs for them alone. */
export function lateCall<A>(call: Omit<Call<A>, 'saved'>, saves: number): Call<A> {
	const { op, attrs, xs, y, dy, out } = call;
	return new LateCall(call, () => {
		const saved = new Float64Array(saves);
		op.forward.run({ op, attrs, xs, y, saved, dy, out }, new Float64Array(size(y.shape)));
		return saved;
	});
}

/** The same call on the way back, which fills the gradient of one of its inputs. */
export const wayBackOf = <A>(call: Call<A>, dy: Tensor, out: Tensor): Call<A> => {
	const { op, attrs, xs, y } = call;
	return call instanceof LateCall
		? new LateCall<A>({ op, attrs, xs, y, dy, out }, () => call.saved)
		: { op, attrs, xs, y, saved: call.saved, dy, out };
};
