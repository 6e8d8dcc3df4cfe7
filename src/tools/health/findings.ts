/** What is usually looked for in a run that does not learn: each as the question that is asked, and its answer. */
import { size, type Tensor, type Trace } from '#engine';
import { listed } from '#engine/lists.ts';
import { statisticsOf } from '#engine/statistics.ts';
import { isParameter, moveOfOne, silentOf, type Layer } from './layers.ts';

/** Something that is looked for, what there is of it in a sentence, and where it is; null where there is nothing of it. */
export interface Finding {
	readonly question: string;
	readonly text: string;
	readonly at: { readonly tensor: Tensor; readonly cell: number } | null;
	/** Whether it is what keeps networks from learning. */
	readonly bad: boolean;
}

/** So many names are told. */
const MOST_NAMED = 6;
/** A gradient so many times smaller than the largest one has vanished. */
const VANISHED = 1e-4;

export const findingsOf = (trace: Trace, layers: readonly Layer[]): Finding[] =>
	[firstBroken(trace), withoutGradient(trace), unmoved(trace), silent(layers), vanishing(layers)].filter(
		(finding) => finding !== null
	);

function firstBroken({ leaves }: Trace): Finding {
	const question = 'Where is the first NaN?';
	for (const { out, call } of leaves) {
		// What is only moved is broken where what it comes from is.
		if (!(call.op.origin && !out.gradientOf ? call.xs : [out]).some(isBroken)) continue;
		const { peak } = statisticsOf(out);
		const value = out.data[peak]!;
		// A mask is −∞ where nothing is to be looked at.
		if (!Number.isFinite(value) && !(value === -Infinity && isMasked(out)))
			return {
				question,
				text: `The first number that is none is in ${out.name}: ${String(value).replace('-', '−')}.`,
				at: { tensor: out, cell: peak },
				bad: true
			};
	}
	return { question, text: 'Every number is a number: no NaN and no infinity.', at: null, bad: false };
}

const isBroken = (tensor: Tensor) => {
	if (isSaidSound(tensor)) return false;
	const { nans, infinities } = statisticsOf(tensor);
	return nans + infinities > 0;
};

/** Every number of an input is in what they write, moved or added to others: one that is none stays none. */
const CARRYING = ['transpose', 'accumulate'];

/**
 * Whether a file says so, of a tensor or of what carries it on. The gradient of one use of a weight is not in a file: to
 * compute it takes as long as a matrix product, and the sum of all uses is there.
 */
const isSaidSound = ({ statistics, readers }: Tensor): boolean =>
	statistics
		? statistics.nans + statistics.infinities === 0
		: readers.some(({ leaf }) => CARRYING.includes(leaf.call.op.name) && isSaidSound(leaf.out));

const isMasked = ({ readers }: Tensor) => readers.some(({ leaf }) => leaf.call.op.name === 'softmax');

const parametersIn = ({ tensors }: Trace) => [...tensors.values()].filter((x) => isParameter(x) && !x.writer);
const names = (tensors: readonly Tensor[]) =>
	listed(
		tensors.map(({ name }) => name),
		MOST_NAMED
	);

/** Where something went back at all. */
function withoutGradient(trace: Trace): Finding | null {
	const parameters = parametersIn(trace);
	if (!trace.leaves.some(({ phase }) => phase === 'backward') || !parameters.length) return null;
	const question = 'Which parameters got no gradient?';
	const none = parameters.filter(({ grad }) => !grad || statisticsOf(grad).zeros === size(grad.shape));
	const [first] = none;
	if (!first)
		return {
			question,
			text: 'Every parameter has a gradient that is not 0 throughout.',
			at: null,
			bad: false
		};
	const frozen = none.filter(({ differentiable }) => !differentiable).length;
	const unread = none.filter(({ readers }) => !readers.length).length;
	const why = [
		...(frozen ? [frozen === none.length ? 'which need none' : `${frozen} of which need none`] : []),
		...(unread ? [unread === none.length ? 'as nothing reads them' : `${unread} of which nothing reads`] : [])
	];
	return {
		question,
		text: `${none.length} of ${parameters.length} parameters ${none.length === 1 ? 'gets' : 'get'} no gradient, or 0 throughout${why.map((one) => `, ${one}`).join('')}: ${names(none)}.`,
		at: { tensor: first.grad ?? first.readers[0]?.leaf.out ?? first, cell: 0 },
		bad: true
	};
}

/** Where something was updated at all. */
function unmoved(trace: Trace): Finding | null {
	const parameters = parametersIn(trace);
	if (!trace.leaves.some(({ phase }) => phase === 'update') || !parameters.length) return null;
	const question = 'Which parameters did the update leave as they were?';
	const moved = (w: Tensor) => moveOfOne(w)?.moved ?? 0;
	const left = parameters.filter((w) => moved(w) === 0);
	const broken = parameters.filter((w) => !Number.isFinite(moved(w)));
	const [first] = [...left, ...broken];
	if (!first) return { question, text: 'The update moved every parameter.', at: null, bad: false };
	const of = (some: readonly Tensor[]) => `${some.length} of ${parameters.length} parameters`;
	return {
		question,
		text: [
			...(left.length ? [`The update left ${of(left)} as they were: ${names(left)}.`] : []),
			...(broken.length ? [`It made NaN or infinity of ${of(broken)}: ${names(broken)}.`] : [])
		].join(' '),
		at: { tensor: moveOfOne(first)?.to ?? first.readers[0]?.leaf.out ?? first, cell: 0 },
		bad: true
	};
}

function silent(layers: readonly Layer[]): Finding | null {
	const all = silentOf(layers);
	if (!all) return null;
	const question = 'Which units never fire?';
	if (!all.count) return { question, text: 'Every unit of a ReLU fires somewhere.', at: null, bad: false };
	const most = layers.find(({ silent }) => silent?.tensor === all.tensor)!.silent!;
	return {
		question,
		text: `${all.count} of ${all.of} units of ReLUs are 0 wherever they were asked; most of them in ${most.tensor.name}, ${most.count} of ${most.of} in ${most.places === 1 ? 'the one place' : `all ${most.places} places`}.`,
		at: most,
		// Asked once, any unit may be silent.
		bad: most.places > 1 && most.count === most.of
	};
}

function vanishing(layers: readonly Layer[]): Finding | null {
	const gradients = layers.flatMap(({ name, gradient }) =>
		gradient && Number.isFinite(gradient.value) ? [{ name, ...gradient }] : []
	);
	if (gradients.length < 2) return null;
	const least = gradients.reduce((a, b) => (b.value < a.value ? b : a));
	const most = gradients.reduce((a, b) => (b.value > a.value ? b : a));
	const question = 'Where does the gradient vanish?';
	if (!most.value) {
		const all = gradients.length === layers.filter(({ gradient }) => gradient).length;
		return {
			question,
			text: `The gradient is 0 in every layer${all ? '' : ' where it is a number'}.`,
			at: gradients.at(-1)!,
			bad: true
		};
	}
	const share = least.value / most.value;
	if (share === 1)
		return { question, text: 'The gradient is as large in every layer.', at: null, bad: false };
	const vanished = share < VANISHED;
	return {
		question,
		text: `The gradient is smallest in ${least.name}: ${share.toPrecision(2).replace('e-', 'e−')} of what it is in ${most.name}, where it is largest${vanished ? '. It vanishes on its way' : ''}.`,
		at: least,
		bad: vanished
	};
}
