import cases from '#src/program/parity/cases.json';
import programs from '#src/program/parity/programs.json';
import { namesHere } from '#src/program/here.server.ts';
import about from './about.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async () => ({
	title: about.title,
	modules: await namesHere(),
	cases: Object.values(cases).reduce((sum, group) => sum + Object.keys(group).length, 0),
	programs: Object.keys(programs).length
});
