/** What the figures of pooling share: the windows in the rows and columns of the input plane. */
import { pooling, type Pool } from '#engine/rules/pool.ts';
import { source } from '#engine/rules/windows.ts';
import { inPlane, type Region } from '#src/figures/grid/plane.ts';
import type { View } from './view.ts';

export const poolingOf = ({ call }: View['leaf']) =>
	pooling(call.op.name, call.xs[0]!.shape, call.attrs as Pool);

export type Pooling = ReturnType<typeof poolingOf>;

/** The input cells under a window. */
export function windowAt({ call }: View['leaf'], g: Pooling, window: number): Region {
	const [i, j] = inPlane(call.y.shape, window);
	return { top: source(g.y, i, 0), left: source(g.x, j, 0), rows: g.y.kernel, columns: g.x.kernel };
}

/** The whole input plane with its padding, and with what the last windows reach beyond that. */
export const plateOf = (g: Pooling): Region => {
	const length = (a: Pooling['y']) => Math.max(a.input + 2 * a.padding, (a.output - 1) * a.stride + a.kernel);
	return { top: -g.y.padding, left: -g.x.padding, rows: length(g.y), columns: length(g.x) };
};
