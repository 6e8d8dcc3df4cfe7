import type { Player } from './player.svelte.ts';

/** Moves a player on while it plays; to be called where a component is made. */
export function ticking(player: () => Player): void {
	$effect(() => {
		const one = player();
		if (!one.playing) return;
		const timer = setInterval(() => {
			if (!one.tick()) one.playing = false;
		}, 1000 / one.speed);
		return () => clearInterval(timer);
	});
}
