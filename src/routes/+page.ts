import { loadLesson } from '#lessons';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ data }) => ({ ...data, lesson: (await loadLesson('convolution'))! });
