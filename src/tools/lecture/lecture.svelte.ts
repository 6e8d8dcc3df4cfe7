/** A lecture over a trace: whether the picture fills the screen, the scenes that were collected, and which one is shown. */
import type { Grain, Position } from '#engine';
import { MOST_SCENES, type Scene } from './scene.ts';

/** What it moves: a place in a trace. */
interface Stepper {
	readonly position: Position;
	readonly atEnd: boolean;
	overview: boolean;
	seek(done: number, grain: Grain): void;
	move(move: 'over' | 'overBack'): void;
}

export class Lecture {
	/** Whether the picture fills the window, for the last row of a hall. */
	on = $state(false);
	scenes = $state.raw<readonly Scene[]>([]);

	constructor(readonly player: Stepper) {}

	/** The scene that one is at; −1 where one has stepped on from it, or none has been shown. */
	readonly at = $derived.by(() => {
		const { position, overview, atEnd } = this.player;
		// With other settings a trace may end before a scene does.
		const isHere = (scene: Scene | undefined) =>
			scene !== undefined &&
			(scene.position.done === position.done || (atEnd && scene.position.done > position.done)) &&
			scene.position.grain === position.grain &&
			scene.overview === overview;
		return isHere(this.scenes[this.#last]) ? this.#last : this.scenes.findIndex(isHere);
	});

	/** The scene that was shown last: from a step beyond it, the next one follows. */
	#last = $state(-1);

	/**
	 * Keeps the step that one looks at as the next scene; one that is a scene already is chosen in the list. False where there
	 * are as many as a link holds.
	 */
	collect(name: string): boolean {
		const there = this.at;
		if (there < 0 && this.scenes.length >= MOST_SCENES) return false;
		const { position, overview } = this.player;
		if (there < 0) this.scenes = [...this.scenes, { name, position, overview }];
		this.#last = there < 0 ? this.scenes.length - 1 : there;
		return true;
	}

	/** A clicker's key: to the scene after or before; where none was collected, a step on or back. */
	turn(direction: 1 | -1): void {
		if (!this.scenes.length) return this.player.move(direction > 0 ? 'over' : 'overBack');
		const from = this.at >= 0 ? this.at : this.#last;
		// Who has stepped on from a scene comes back to it first.
		const next = this.at < 0 && direction < 0 ? from : from + direction;
		this.show(Math.min(this.scenes.length - 1, Math.max(0, next)));
	}

	show(k: number): void {
		const scene = this.scenes[k];
		if (!scene) return;
		this.#last = k;
		this.player.seek(scene.position.done, scene.position.grain);
		this.player.overview = scene.overview;
	}
}
