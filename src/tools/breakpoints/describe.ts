/** Breakpoints and stops in words. */
import { plain, type Trace, size } from '#engine';
import { where } from '#engine/words.ts';
import type { Breakpoint } from './breakpoint.ts';
import { SATURATED, type Stop } from './stops.ts';

export function described(breakpoint: Breakpoint, { tensors }: Trace): string {
	switch (breakpoint.kind) {
		case 'at':
			return `before ${breakpoint.path}`;
		case 'op':
			return `before each ${breakpoint.op}`;
		case 'line':
			return `${breakpoint.file}, line ${breakpoint.line}`;
		case 'write':
		case 'read': {
			const tensor = tensors.get(breakpoint.tensor);
			const place = tensor && breakpoint.cell < size(tensor.shape) ? where(tensor, breakpoint.cell) : '';
			const cell = place ? ` ${place}` : breakpoint.cell ? `[${breakpoint.cell}]` : '';
			return `${breakpoint.tensor}${cell} ${breakpoint.kind === 'read' ? 'is read' : 'is written'}`;
		}
		case 'if':
			return `if ${breakpoint.condition}`;
		case 'nonfinite':
			return 'the first NaN or infinity';
		case 'saturated':
			return `a gate below ${SATURATED} or above ${1 - SATURATED}`;
	}
}

/** "Stopped: if norm(any.grad) < 1e-3 (hidden state h3: norm(any.grad) is 0.0009). " */
export function stopped({ breakpoint, stop }: { breakpoint: Breakpoint; stop: Stop }, trace: Trace): string {
	const { tensor, cell, compared } = stop;
	// What is on the screen is the step before it.
	if (breakpoint.kind === 'at' || breakpoint.kind === 'op')
		return `Stopped: ${breakpoint.kind === 'at' ? breakpoint.path : breakpoint.op} comes next. `;
	const named = tensor && breakpoint.kind !== 'write' && breakpoint.kind !== 'read' ? tensor : null;
	const found =
		named && cell !== undefined
			? `${named.label} ${where(named, cell)} is ${plain(named.data[cell]!)}`
			: (named?.label ?? '');
	const value =
		compared && breakpoint.kind === 'if'
			? `${breakpoint.condition.slice(compared.from, compared.to)} is ${plain(compared.value())}`
			: '';
	const what = [found, value].filter(Boolean).join(': ');
	return `Stopped: ${described(breakpoint, trace)}${what && ` (${what})`}. `;
}
