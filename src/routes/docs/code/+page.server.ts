import { namesHere } from '#src/program/here.server.ts';
import about from './about.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async () => ({ title: about.title, modules: await namesHere() });
