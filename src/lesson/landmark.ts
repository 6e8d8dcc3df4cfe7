/**
 * Where a step lies, in names: "forward/conv1:40" is the 40th step of that part. A lesson that has grown numbers its steps
 * anew, and its parts keep their names: a link holds both, and the part decides.
 */
import { find, pathName, placeOf, type Node, type Trace } from '#engine';

/** Of the last step of `done` that are taken, the innermost part that its name finds again; null before the first step. */
export function landmarkOf({ root, steps }: Trace, done: number): string | null {
	if (done < 1 || done > steps) return null;
	for (let node: Node | null = placeOf(root, done - 1).leaf; node?.parent; node = node.parent) {
		const name = pathName(node);
		if (find(root, name) === node) return `${name}:${done - node.start}`;
	}
	return null;
}

/** How many steps are taken there; null where the trace has no such part, or the part not so many steps. */
export function stepsTo({ root }: Trace, landmark: string): number | null {
	const [, name, within] = /^(.+):(\d{1,15})$/.exec(landmark) ?? [];
	const node = name === undefined ? null : find(root, name);
	return node && Number(within) <= node.steps ? node.start + Number(within) : null;
}
