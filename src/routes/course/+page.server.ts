import { course } from '#src/course/course.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async () => ({
	title: 'A course',
	lessons: (await course())
		.flatMap(({ stops }) => stops)
		.flatMap(({ name, title, there }) => (there ? [{ name, title, ...there }] : []))
});
