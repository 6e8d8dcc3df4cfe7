/** How a network is: what is usually looked for in a run that does not learn, and its layers in the modules that they stand in. */
import type { Trace } from '#engine';
import { findingsOf, type Finding } from './findings.ts';
import { layersOf, type Layer } from './layers.ts';
import { modulesOf, type Module } from './modules.ts';

export interface Health {
	readonly layers: readonly Layer[];
	readonly modules: readonly Module[];
	readonly findings: readonly Finding[];
}

export function healthOf(trace: Trace): Health {
	const layers = layersOf(trace);
	return { layers, modules: modulesOf(layers), findings: findingsOf(trace, layers) };
}
