/** The equations that a lesson shows before anything is touched, drawn when the site is built. */
import { sym } from '#engine';
import type { Lesson } from '#lessons';
import { narrate } from '#src/workbench/narrate.ts';
import { Session } from '#src/lesson/session.svelte.ts';
import { wiringOf } from '#src/figures/part/cell/wirings.ts';
import { equationsOf, stepAround } from '#src/figures/part/cell/wiring.ts';
import { draw } from './notes.server.ts';

export function firstEquations(name: string, lesson: Lesson): Record<string, string> {
	const session = new Session(name, lesson);
	const { player } = session;
	const { leaf } = player;
	const facts = Object.values(lesson.facts?.(player.trace, session.params) ?? {}).flatMap((fact) =>
		'tex' in fact ? [fact.tex, fact.numbers] : []
	);
	const displayed = [leaf.rule.tex(leaf.call), narrate(player).tex, ...facts].map(
		(tex) => `\\displaystyle ${tex}`
	);
	const step = stepAround(player.unit.node);
	const wiring = step && wiringOf(step);
	const inline = [
		...[...leaf.reads, ...leaf.call.xs, leaf.out].map((tensor) => sym(tensor)),
		...(wiring ? equationsOf(wiring) : [])
	];
	return Object.fromEntries([...displayed, ...inline].map((tex) => [tex, draw(tex)]));
}
