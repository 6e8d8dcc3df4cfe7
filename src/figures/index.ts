/**
 * Figures are found by name: a file named after an op draws that op, one named after a family draws the family's other
 * ops, and `Reads` draws the rest. Adding a figure is adding a file.
 */
import type { Component } from 'svelte';
import type { Op } from '#engine';
import Reads from './Reads.svelte';
import type { View } from './view.ts';

type Figure = Component<{ view: View }>;

const modules = import.meta.glob<Figure>('./[a-z]*.svelte', { eager: true, import: 'default' });

export const figureOf = (op: Pick<Op, 'name' | 'family'>): Figure =>
	modules[`./${op.name}.svelte`] ?? modules[`./${op.family}.svelte`] ?? Reads;
