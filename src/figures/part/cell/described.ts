/** The wiring of a recurrent cell in words. */
import { plain, size } from '#engine';
import { capital, the } from '#engine/words.ts';
import { short } from '#src/text/short.ts';
import { count, knownOf, sentence, some, tensorIn } from '../words.ts';
import type { PartView } from '../view.ts';
import { comesBack, type Gate } from './wiring.ts';
import { wiringAround } from './wirings.ts';

export function described(view: PartView): readonly string[] {
	const wiring = wiringAround(view.unit.node);
	if (!wiring) return [];
	const back = view.phase === 'backward';
	const gate = ({ scope, out, ends }: Gate) => {
		const known = view.known(out);
		const all = size(out.shape);
		if (known < all) return `${capital(scope.name)}: ${knownOf(out, known)}.`;
		const mean = out.data.reduce((sum, value) => sum + value, 0) / all;
		const open = ends ? `, ${short(mean)} on average, where 0 is ${ends[0]} and 1 is ${ends[1]}` : '';
		const gradient = back && out.grad ? `; its gradient: ${knownOf(out.grad, view.known(out.grad))}` : '';
		return `${capital(scope.name)}: ${knownOf(out, known)}${open}${gradient}.`;
	};
	const strips = wiring.strips.map(({ tensor }) => sentence(tensorIn(view, tensor)));
	const ways = wiring.wires.flatMap(comesBack);
	const come = ways.filter((x) => view.known(x) === size(x.shape));
	return [
		`A wiring diagram of ${wiring.cell}, step ${wiring.step.name}: ${count(wiring.gates.length, 'box', 'boxes')} in a row, ${count(wiring.joints.length, 'sum or product', 'sums and products')} of numbers above, and wires between them. The states run from left to right, the input comes from below.`,
		...strips,
		...wiring.gates.map(gate),
		...(back
			? [
					`Gradients have come back along ${come.length} of ${count(ways.length, 'wire')}${come.length ? `; the last, of ${some([the(come.at(-1)!.gradientOf ?? come.at(-1)!)])}, is ${knownOf(come.at(-1)!, size(come.at(-1)!.shape))}` : ''}.`
				]
			: []),
		...(wiring.joints.length
			? [
					`Computed are ${plain(wiring.joints.filter(({ leaf }) => view.known(leaf.out) === size(leaf.out.shape)).length)} of its ${count(wiring.joints.length, 'sum or product', 'sums and products')}.`
				]
			: [])
	];
}
