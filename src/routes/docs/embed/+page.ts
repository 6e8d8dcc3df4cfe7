import about from './about.ts';
import type { PageLoad } from './$types';

/** The header names the page. */
export const load: PageLoad = () => ({ title: about.title });
