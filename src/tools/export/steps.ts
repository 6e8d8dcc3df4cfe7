/** The steps of a part of a trace as a list to read or to count: bounded, and what is cut is said. */
import { pathName, plain, stepAt, type Trace } from '#engine';
import { where } from '#engine/words.ts';

/** So many steps are listed. */
export const MOST_LISTED = 5000;

interface Part {
	readonly start: number;
	readonly end: number;
}

interface Row {
	readonly step: number;
	readonly op: string;
	readonly cell: string;
	readonly value: number;
	readonly text: string;
}

function* rowsOf({ root }: Trace, { start, end }: Part): Generator<Row> {
	for (let index = start; index < Math.min(end, start + MOST_LISTED); index++) {
		const { leaf, cell, value, text } = stepAt(root, index);
		const place = `${leaf.out.name}${where(leaf.out, cell) && ` ${where(leaf.out, cell)}`}`;
		yield { step: index + 1, op: pathName(leaf), cell: place, value, text };
	}
}

const cut = ({ start, end }: Part): string | null =>
	end - start > MOST_LISTED
		? `Cut: the first ${MOST_LISTED} of ${end - start} steps. Choose a smaller part to list the others.`
		: null;

export function markdown(trace: Trace, part: Part, title: string): string {
	const safe = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
	const rows = [...rowsOf(trace, part)].map(
		({ step, op, cell, value, text }) =>
			`| ${step} | ${safe(op)} | ${safe(cell)} | ${plain(value)} | ${safe(text)} |`
	);
	const note = cut(part);
	return [
		`# ${title}`,
		'',
		...(note ? [note, ''] : []),
		'| step | op | cell | value | what happens |',
		'| ---: | --- | --- | ---: | --- |',
		...rows,
		''
	].join('\n');
}

/** RFC 4180; numbers in full. */
export function csv(trace: Trace, part: Part): string {
	const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
	const rows = [...rowsOf(trace, part)].map(({ step, op, cell, value, text }) =>
		[step, quoted(op), quoted(cell), value, quoted(text)].join(',')
	);
	const note = cut(part);
	return ['step,op,cell,value,text', ...rows, ...(note ? [`,,,,${quoted(note)}`] : []), ''].join('\r\n');
}
