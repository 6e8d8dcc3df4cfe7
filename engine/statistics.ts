/** What the numbers of a tensor are like as a whole. */
import { normOf } from './norm.ts';
import type { Statistics, Tensor } from './tensor.ts';

const found = new WeakMap<Tensor, Statistics>();

/** Those that its file gives for a tensor, where its numbers are not there; else of its numbers. A tensor is written once, so they are kept. */
export function statisticsOf(tensor: Tensor): Statistics {
	let statistics = tensor.statistics ?? found.get(tensor);
	if (!statistics) found.set(tensor, (statistics = of(tensor.data)));
	return statistics;
}

function of(data: Float64Array): Statistics {
	let [least, largest, sum] = [Infinity, -Infinity, 0];
	let [zeros, nans, infinities, peak, broken] = [0, 0, 0, 0, -1];
	for (let k = 0; k < data.length; k++) {
		const value = data[k]!;
		if (!Number.isFinite(value)) {
			if (Number.isNaN(value)) nans++;
			else infinities++;
			if (broken < 0) broken = k;
			continue;
		}
		if (value === 0) zeros++;
		least = Math.min(least, value);
		largest = Math.max(largest, value);
		sum += value;
		if (Math.abs(value) > Math.abs(data[peak]!)) peak = k;
	}
	const finite = data.length - nans - infinities;
	return {
		// −0 and 0 are the same size.
		least: finite ? least + 0 : 0,
		largest: finite ? largest + 0 : 0,
		mean: finite ? sum / finite : 0,
		norm: normOf(broken < 0 ? data : data.filter(Number.isFinite)),
		zeros,
		nans,
		infinities,
		peak: broken < 0 ? peak : broken
	};
}
