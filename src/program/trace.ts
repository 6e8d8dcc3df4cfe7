/** The trace of a program as a file: its updates as batches, each op with its line. */
import { BackstepError, toJSON, type ScopeFile, type Trace, type TraceFile } from '#engine';
import { writeNumbers } from '#engine/file/numbers.ts';
import type { TrainingFile } from '#engine/file/training.ts';
import type { Machine } from './machine/machine.ts';

export const traceOf = (machine: Machine, name: string): TraceFile => shownOf(machine, name).file;

/** Numbers of float32 in a file that can be opened. */
const MOST_NUMBERS = 6_000_000;

/** Throws where one update holds more than can be shown. */
function refuseLarge({ tensors }: Trace, updates: number): void {
	let numbers = 0;
	for (const { data } of tensors.values()) numbers += data.length;
	if (numbers <= MOST_NUMBERS) return;
	const million = (count: number) => `${Math.round(count / 1e6)} million`;
	throw new BackstepError(
		'value',
		`${updates ? 'One update of this program' : 'This program'} computes ${million(numbers)} numbers, and ${million(MOST_NUMBERS)} can be stepped through: it ran to its end, and with a smaller batch, or smaller images and layers, each of its numbers is shown.`
	);
}

/** The same, and of the tensors that no op computed the values of the program. Throws where it is too large. */
export function shownOf(machine: Machine, name: string) {
	const { trace, lines, types, labels, first } = machine.end();
	refuseLarge(trace, machine.curve.loss.length);
	const given = [...trace.tensors.values()].flatMap((tensor): [name: string, id: number][] => {
		const id = machine.given.get(tensor);
		return id === undefined ? [] : [[tensor.name, id]];
	});
	const tensors = Object.fromEntries([...types].map(([tensor, dtype]) => [tensor.name, { dtype }]));
	const ops = trace.leaves.flatMap(({ out }, k) => (lines[k] ? [{ writes: out.name, at: lines[k] }] : []));
	const file = toJSON(trace, {
		lesson: name,
		params: {},
		seed: null,
		tensors: tensors as never,
		ops: ops as never
	});
	const called = Object.fromEntries(
		[...labels].flatMap(([{ name }, called]) => {
			const tensor = file.tensors[name];
			return tensor ? [[name, { ...tensor, ...called }]] : [];
		})
	);
	const scopes = inBatches(file.scopes, first);
	const recorded = scopes.children.filter(
		(child) => typeof child === 'object' && child.part?.kind === 'batch'
	).length;
	const whole: TraceFile = {
		...file,
		tensors: { ...file.tensors, ...called },
		scopes,
		...(recorded && { training: trainingOf(machine.curve.loss, first, recorded) })
	};
	return { file: whole, given };
}

/** The loss at every update of the run. */
function trainingOf(loss: readonly number[], at: number, window: number): TrainingFile {
	const updates = loss.length;
	const data = writeNumbers(Float64Array.from(loss)) as TrainingFile['series'][number]['data'];
	return { updates, perEpoch: updates, best: null, at, window, series: [{ name: 'loss', every: 1, data }] };
}

/** Forward, backward and update again and again: each time is a batch, counted from the first of the run. */
export function inBatches(root: ScopeFile, first: number): ScopeFile {
	const updates = root.children.filter(
		(child) => typeof child === 'object' && child.phase === 'update'
	).length;
	if (updates < 2 && first === 0) return root;
	const children: (number | ScopeFile)[] = [];
	/** For each child of the root, in which batch it is and where. */
	const places: (readonly [batch: number, place: number])[] = [];
	let batch: (number | ScopeFile)[] = [];
	const end = () => {
		if (!batch.length) return;
		const number = first + children.length + 1;
		children.push({ name: `update ${number}`, part: { kind: 'batch', number }, children: batch });
		batch = [];
	};
	for (const child of root.children) {
		places.push([children.length, batch.length]);
		batch.push(child);
		if (typeof child === 'object' && child.phase === 'update') end();
	}
	// What comes after the last update is none.
	children.push(...batch);
	const last = children.length - batch.length;
	const moved = (node: number | ScopeFile): number | ScopeFile => {
		if (typeof node === 'number') return node;
		const { mirrors, children } = node;
		const [at, ...rest] = mirrors ?? [];
		const place = at === undefined ? undefined : places[at]!;
		return {
			...node,
			...(place && { mirrors: place[0] < last ? [...place, ...rest] : [last + place[1], ...rest] }),
			children: children.map(moved)
		};
	};
	return { ...root, children: children.map(moved) };
}
