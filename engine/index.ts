/**
 * The engine's public door. Ops are imported one by one, from `#engine/ops/…`; what reads a trace file back, from
 * `#engine/file/replay.ts`, since it brings layers along.
 */
export { BackstepError, type Problem } from './errors.ts';
export { Buffers } from './buffers.ts';
export { Tape, type Edits, type Naming, type TapeOptions } from './tape.ts';
export {
	PADDING,
	isGate,
	isOp,
	opsIn,
	type Call,
	type Cell,
	type Family,
	type Op,
	type Rule,
	type Sample,
	type Step
} from './op.ts';
export type { CellKind, GateKind, Part, PartKind, PartOf } from './parts.ts';
export { normOf } from './norm.ts';
export { random, type Random } from './random.ts';
export {
	coordinates,
	sameShape,
	shapeName,
	size,
	strides,
	type Role,
	type Shape,
	type Tensor
} from './tensor.ts';
export type { ScopeOptions } from './scope.ts';
export * from './trace.ts';
export * from './training.ts';
export { wayBack, waysBack } from './waysBack.ts';
export {
	clamp,
	into,
	intoBack,
	out,
	outBack,
	over,
	overBack,
	closenessOf,
	unitAt,
	unitUnder,
	type Closeness,
	type Grain,
	type Position,
	type Unit
} from './moves.ts';
export {
	toJSON,
	type OpFile,
	type Origin,
	type Line,
	type ScopeFile,
	type TensorFile,
	type TraceFile
} from './file/json.ts';
export { num, plain, sym, val, valueOf } from './tex.ts';
