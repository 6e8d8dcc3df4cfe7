/**
 * A map in the notes: boxes, and arrows with words on them, in rows from top to bottom.
 *
 *     ```map What forced each network
 *     mlp: **MLP** (1986)
 *     cnn: **CNN** (1989)
 *     mlp -> cnn: [Images are too large](<../cnn/?part=forward/dense>)
 *     ```
 *
 * A line names a box, or says what an arrow between two of them says; both in Markdown. A box stands one row below the
 * lowest that leads to it. It is HTML that takes the width that there is: nothing is measured.
 */
import { safe } from './safe.ts';

interface Arrow {
	readonly from: string;
	readonly to: string;
	readonly says: string;
}

interface Chart {
	/** What stands in each box. */
	readonly boxes: ReadonlyMap<string, string>;
	readonly arrows: readonly Arrow[];
}

const NAME = '[a-z0-9][a-z0-9 -]*?';
const ARROW = new RegExp(`^(${NAME})\\s*->\\s*(${NAME})\\s*(?::\\s*(.*))?$`);
const BOX = new RegExp(`^(${NAME})\\s*:\\s*(.+)$`);

function read(text: string): Chart {
	const boxes = new Map<string, string>();
	const arrows: Arrow[] = [];
	for (const line of text.split('\n').map((one) => one.trim())) {
		if (!line) continue;
		const [, from, to, says = ''] = ARROW.exec(line) ?? [];
		const [, name, holds] = BOX.exec(line) ?? [];
		if (from && to) arrows.push({ from, to, says });
		else if (name) boxes.set(name, holds!);
		else throw new Error(`A map has the line "${line}": write "name: words", or "name -> name: words".`);
	}
	for (const name of arrows.flatMap(({ from, to }) => [from, to]))
		if (!boxes.has(name))
			throw new Error(`An arrow of a map names "${name}": give that box a line, "${name}: words".`);
	return { boxes, arrows };
}

/** The boxes of each row. */
function rowsOf({ boxes, arrows }: Chart): string[][] {
	const rows: string[][] = [];
	const rank = (name: string, below: readonly string[] = []): number => {
		if (below.includes(name))
			throw new Error(`The arrows of a map lead from "${name}" back to it: turn one of them.`);
		const before = arrows.filter(({ to }) => to === name);
		return Math.max(-1, ...before.map(({ from }) => rank(from, [...below, name]))) + 1;
	};
	for (const name of boxes.keys()) (rows[rank(name)] ??= []).push(name);
	for (const { from, to } of arrows)
		if (rank(to) !== rank(from) + 1)
			throw new Error(
				`The arrow of a map from "${from}" to "${to}" passes by a row of boxes: put one of them on its way.`
			);
	return rows;
}

/** The middle of one of several columns that are equally wide, in percent. */
const middle = (at: number, of: number): number => ((at + 0.5) / of) * 100;

/** A map as HTML; `inline` turns a line of Markdown into it. */
export function mapOf(title: string, text: string, inline: (markdown: string) => string): string {
	const chart = read(text);
	const { boxes, arrows } = chart;
	const rows = rowsOf(chart);
	const plain = (name: string) => inline(boxes.get(name)!).replace(/<[^>]*>/g, '');
	const row = (kind: string, cells: readonly string[]) =>
		`<div class="${kind}" style="--columns: ${cells.length}">${cells.join('')}</div>`;
	const html = rows.map((names, r) => {
		const into = (name: string) => arrows.filter(({ to }) => to === name);
		const drawn = names.map((name) => `<div class="box">${inline(boxes.get(name)!)}</div>`);
		if (!r) return row('boxes', drawn);
		const above = rows[r - 1]!;
		const ways = names.flatMap((name, k) =>
			into(name).map(({ from }) => {
				const [x1, x2] = [middle(above.indexOf(from), above.length), middle(k, names.length)];
				return `<path d="M${x1} 0V50H${x2}V100"/>`;
			})
		);
		const says = names.map((name) => {
			const all = into(name).map(
				({ from, says }) =>
					`<span class="says"><span class="unseen">From ${plain(from)} to ${plain(name)}: </span>${inline(says)}</span>`
			);
			return `<div class="arrow">${all.join('')}</div>`;
		});
		return [
			`<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">${ways.join('')}</svg>`,
			row('arrows', says),
			row('boxes', drawn)
		].join('');
	});
	return `<div class="map" role="group" aria-label="${safe(title || 'Map')}">${html.join('')}</div>\n`;
}
