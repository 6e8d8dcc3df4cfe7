/** A figure's view of a player: what it draws, and what a pointer on it does. */
import { closenessOf, type Tensor } from '#engine';
import type { Point } from '#lessons/points.ts';
import { valueBefore } from '#src/tools/compare/before.ts';
import type { View } from '#src/figures/op/view.ts';
import type { Player } from './player.svelte.ts';
import type { Workbench } from './workbench.ts';

export const playerView = (player: Player): View => ({
	get leaf() {
		return player.leaf;
	},
	get cell() {
		return player.shown.cell;
	},
	get index() {
		return player.ahead ? -1 : player.shown.step;
	},
	get step() {
		return player.step;
	},
	get closeness() {
		return closenessOf(player.grain);
	},
	get asked() {
		// What is asked about a whole part is asked about none of its cells.
		return player.asking && player.prompt === null;
	},
	known: (tensor) => player.known(tensor),
	lit: (tensor, cell) =>
		player.pointed?.tensor === tensor.name && (player.pointed.cell === null || player.pointed.cell === cell),
	point: (cell) => player.point(cell?.[0].name ?? null, cell?.[1] ?? null),
	pick([tensor, cell]) {
		if (player.choose(tensor, cell)) return;
		player.asked = { tensor: tensor.name, cell };
		player.why(tensor, cell);
	}
});

type Edited = readonly (readonly [cell: number, value: number])[];

/** The same, with given tensors to edit where the workbench has any, and another run to compare with. */
export function workbenchView(workbench: Workbench): View {
	const edit = workbench.edit && ((tensor: Tensor, cells: Edited) => workbench.edit!(tensor.name, cells));
	const more = {
		// Where nothing is compared, no cell is asked.
		get before() {
			const { ghost } = workbench;
			return ghost ? (tensor: Tensor, cell: number) => valueBefore(ghost, tensor, cell) : undefined;
		},
		get points() {
			return workbench.setPoints && { set: (all: readonly Point[]) => workbench.setPoints!(all) };
		},
		// A click that answers a question changes nothing.
		get edit() {
			return workbench.player.choosing ? undefined : edit;
		}
	};
	// Not spread: what a view has is computed when it is looked at.
	return Object.defineProperties(
		more,
		Object.getOwnPropertyDescriptors(playerView(workbench.player))
	) as View;
}
