/** Pictures of a trace for paper: those of the stage, in the light theme, whatever the screen is in. */
import { tick } from 'svelte';
import type { Node } from '#engine';
import { theme } from '#src/ui/theme.svelte.ts';
import { loadPicture } from '#src/workbench/pictures.ts';
import type { Player } from '#src/workbench/player.svelte.ts';
import { figureSvg } from '#src/tools/export/figure.ts';

/** The picture of each part, or of what one looks at where there is none; as addresses of images. */
export const pictures = (player: Player, parts: readonly (Node | null)[]): Promise<string[]> =>
	theme.during('light', async () => {
		const { position, overview } = player;
		const taken: string[] = [];
		try {
			for (const part of parts) {
				if (part) player.show(part);
				await loadPicture(player);
				await tick();
				// Canvases are painted, and figures take the size of their room, with the next frames.
				await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
				const svg = await figureSvg(document.querySelector('.stage .focus')!);
				taken.push(`data:image/svg+xml,${encodeURIComponent(svg)}`);
			}
		} finally {
			player.seek(position.done, position.grain);
			player.overview = overview;
		}
		return taken;
	});
