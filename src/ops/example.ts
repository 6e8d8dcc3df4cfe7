/** An op's own example as a trace: forward, a loss that weighs every output differently, and backward. */
import { Tape, random, size, type Op, type Trace } from '#engine';
import { mul } from '#engine/ops/mul.ts';
import { sum } from '#engine/ops/sum.ts';

export function exampleTrace(op: Op): Trace {
	const tape = new Tape();
	const { xs: given, attrs } = op.example();
	const draw = random(1);
	const inputs = given.map(({ shape, values }, k) => {
		const name = op.variadic ? `${op.inputs[0]}${k + 1}` : op.inputs[k]!;
		return tape.input(name, shape, values ?? draw.array(size(shape)));
	});
	const y = tape.scope('forward', () => tape.apply(op, inputs, attrs, 'y'), { part: { kind: 'network' } });
	if (!inputs.some((_, k) => op.backward(k, { xs: inputs, attrs }))) return tape.trace();
	if (size(y.shape) === 1) {
		tape.backward(y);
		return tape.trace();
	}
	const g = tape.constant(
		'g',
		y.shape,
		Float64Array.from(y.data, (_, k) => k + 1),
		{ label: 'weight of each output' }
	);
	const loss = tape.scope(
		'loss',
		() =>
			tape.apply(sum, [tape.apply(mul, [y, g], undefined, 'weighted')], {}, { name: 'loss', symbol: 'L' }),
		{ part: { kind: 'loss' } }
	);
	tape.backward(loss);
	return tape.trace();
}
