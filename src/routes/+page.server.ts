import { loadLesson } from '#lessons';
import { course } from '#src/course/course.server.ts';
import { miniature } from '#src/course/miniature.server.ts';
import { firstEquations } from '#src/text/first.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async () => {
	const stretches = await Promise.all(
		(await course()).map(async ({ title, stops }) => ({
			title,
			stops: await Promise.all(
				stops.map(async (stop) => ({
					...stop,
					grids: stop.there ? miniature((await loadLesson(stop.name))!) : []
				}))
			)
		}))
	);
	return { course: stretches, equations: firstEquations('convolution', (await loadLesson('convolution'))!) };
};
