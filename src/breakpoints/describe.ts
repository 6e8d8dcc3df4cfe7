/** Breakpoints and stops in words. */
import { plain, where, type Trace } from '#engine';
import type { Breakpoint } from './breakpoint.ts';
import { SATURATED, type Stop } from './stops.ts';

export function described(breakpoint: Breakpoint, { tensors }: Trace): string {
	switch (breakpoint.kind) {
		case 'at':
			return `before ${breakpoint.path}`;
		case 'op':
			return `before each ${breakpoint.op}`;
		case 'write':
		case 'read': {
			const tensor = tensors.get(breakpoint.tensor);
			const place = tensor && breakpoint.cell < tensor.data.length ? where(tensor, breakpoint.cell) : '';
			return `${breakpoint.tensor}${place && ` ${place}`} ${breakpoint.kind === 'read' ? 'is read' : 'is written'}`;
		}
		case 'if':
			return `if ${breakpoint.condition}`;
		case 'nonfinite':
			return 'the first NaN or infinity';
		case 'saturated':
			return `a gate below ${SATURATED} or above ${1 - SATURATED}`;
	}
}

/** "Stopped: if norm(any.grad) < 1e-3 (gradient of h3). " */
export function stopped({ breakpoint, stop }: { breakpoint: Breakpoint; stop: Stop }, trace: Trace): string {
	const { tensor, cell } = stop;
	const named = tensor && breakpoint.kind !== 'write' && breakpoint.kind !== 'read';
	const at = named && cell !== undefined ? ` ${where(tensor, cell)} is ${plain(tensor.data[cell]!)}` : '';
	return `Stopped: ${described(breakpoint, trace)}${named ? ` (${tensor.label}${at})` : ''}. `;
}
