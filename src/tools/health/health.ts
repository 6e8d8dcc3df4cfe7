/** How a network is: what is usually looked for in a run that does not learn, and its layers in the modules that they stand in. */
import type { Trace } from '#engine';
import type { OpFile } from '#engine/file/json.ts';
import { findingsOf, type Finding } from './findings.ts';
import { layersOf, secondsOf, type Layer } from './layers.ts';
import { modulesOf, type Module } from './modules.ts';

export interface Health {
	readonly layers: readonly Layer[];
	readonly modules: readonly Module[];
	readonly findings: readonly Finding[];
}

/** `ops` are those of the file that the trace is from: it may say how long they took. */
export function healthOf(trace: Trace, ops: readonly OpFile[] = []): Health {
	const seconds = secondsOf(trace, ops);
	const layers = layersOf(trace, seconds);
	return { layers, modules: modulesOf(layers, seconds), findings: findingsOf(trace, layers) };
}
