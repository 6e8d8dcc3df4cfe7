/** Whether an answer is right, found in the trace; and which answers are. */
import { find, plain, why, type Leaf, type Scope, type Tensor, type Trace, size } from '#engine';
import { placesOf } from '#engine/places.ts';
import { bind } from '#src/tools/watch/expression.ts';
import { treeOf, ExpressionError, type Parse, type Tree } from '#src/tools/watch/syntax.ts';
import type { Values } from '#src/tools/watch/values.ts';
import { checkNumber } from './number.ts';
import type { Lesson } from '#lessons';
import type { Params } from '#lessons/lesson.ts';
import { read } from '#src/lesson/link.ts';
import { safe } from '#src/text/safe.ts';
import type { Question, Said } from './question.ts';

/** A cell, the place of an option, or what was typed; of a task nothing: the trace itself is the answer. */
export type Answer = number | string | null;

export interface Verdict {
	readonly right: boolean;
	/** What there is to say of this wrong answer; null where there is nothing of its own. */
	readonly say: Said | null;
}

/** The settings that a question is set up with: the lesson's own, but for what it names. */
export const begun = (lesson: Lesson, { when, set }: Question, further = '') =>
	read(lesson, [when, set, further].filter(Boolean).join('&'));

/** Whether the settings are such that it can be asked. */
export function applies(
	lesson: Lesson,
	{ when }: Question,
	params: Params,
	free: readonly string[] = []
): boolean {
	const wanted = read(lesson, when).params;
	const names = new URLSearchParams(when).keys();
	return Array.from(names).every(
		(name) => free.includes(name) || JSON.stringify(wanted[name]) === JSON.stringify(params[name])
	);
}

/** A trace that questions are asked about. `parse` is mathjs's. */
export class Judge {
	constructor(
		readonly trace: Trace,
		readonly parse: Parse
	) {}

	/** Throws an ExpressionError where the trace has no such tensor or cell. */
	values(text: string): Values {
		return bind(this.#tree(text), this.trace).value();
	}

	/** Of a comparison of many, all must be true. */
	holds(text: string): boolean {
		return Array.from(this.values(text).data).every((value) => value !== 0);
	}

	/** Whether what a task asks for is so. */
	done(question: Question): boolean {
		try {
			return question.kind === 'task' && this.holds(question.goal);
		} catch (problem) {
			if (problem instanceof ExpressionError) return false;
			throw problem;
		}
	}

	/** Why it cannot be asked of this trace, as a sentence; null where it can. */
	refuses(question: Question): string | null {
		try {
			return this.#refuses(question);
		} catch (problem) {
			if (problem instanceof ExpressionError) return 'With these settings there is nothing to ask here.';
			throw problem;
		}
	}

	#refuses(question: Question): string | null {
		if (question.before && !find(this.trace.root, question.before))
			return 'With these settings the network has no such part.';
		if (question.kind === 'task')
			return this.holds(question.goal) ? 'With these settings it is so already.' : null;
		if (question.kind === 'number')
			return Number.isFinite(this.values(question.right).data[0])
				? null
				: 'With these settings it is no number.';
		const { right, of } = this.answers(question);
		if (!right.length) return 'With these settings none of them is right.';
		return right.length === of ? 'With these settings every answer is right.' : null;
	}

	/** The right cells or options, and of how many. */
	answers(question: Extract<Question, { kind: 'cell' | 'choice' | 'among' }>): {
		readonly right: readonly number[];
		readonly of: number;
	} {
		if (question.kind === 'choice') {
			const right = question.options.flatMap((option, k) => (this.holds(option.right) ? [k] : []));
			return { right, of: question.options.length };
		}
		const { data } = this.values(question.kind === 'cell' ? question.right : question.row);
		const most = question.kind === 'cell' ? NaN : Math.max(...Array.from(data));
		const right = Array.from(data).flatMap((value, k) =>
			(question.kind === 'cell' ? value !== 0 : value === most) ? [k] : []
		);
		return { right, of: data.length };
	}

	/** What the places of a row are called, such as its words. */
	names(row: string): readonly string[] {
		const tree = this.#tree(row);
		const tensor = tree.kind === 'index' ? tree.of : tree;
		const found = tensor.kind === 'name' ? this.trace.tensors.get(tensor.name) : undefined;
		const names = found && placesOf(found).at(-1);
		return names ?? Array.from(this.values(row).data, (_, k) => `place ${k}`);
	}

	/** A sentence with its {max(y)} and {most weights[0]} put in: a number, or the name of the place with the largest one. */
	say(html: Said): Said {
		return html.replace(/<output data-value="([^"]*)"><\/output>/g, (_, escaped: string) => {
			const text = escaped.replaceAll('&lt;', '<').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
			const row = /^most (.+)$/.exec(text)?.[1];
			if (!row) return plain(this.values(text).data[0]!);
			const data = Array.from(this.values(row).data);
			return safe(this.names(row)[data.indexOf(Math.max(...data))]!);
		});
	}

	judge(question: Question, answer: Answer): Verdict | { readonly problem: string } {
		const right = (ok: boolean, say: Said | null = null): Verdict => ({ right: ok, say: ok ? null : say });
		switch (question.kind) {
			case 'task':
				return right(this.holds(question.goal));
			case 'number': {
				const checked = checkNumber(String(answer), this.values(question.right).data[0]!);
				if ('problem' in checked) return checked;
				const usual = question.usual.find(({ when }) => {
					const meant = checkNumber(String(answer), this.values(when).data[0]!);
					return 'right' in meant && meant.right;
				});
				return right(checked.right, usual?.say);
			}
			case 'choice':
				return right(
					this.answers(question).right.includes(Number(answer)),
					question.options[Number(answer)]?.say
				);
			case 'cell':
			case 'among': {
				const usual = question.usual.find(({ when }) => this.values(when).data[Number(answer)]);
				return right(this.answers(question).right.includes(Number(answer)), usual?.say);
			}
		}
	}

	/** Where the proof stands: just after this step where it is a cell, at the end of this part else. */
	proof(
		question: Question,
		answer: Answer
	): { readonly cell: number } | { readonly node: Scope | Leaf } | null {
		const { proof } = question;
		const cell = question.kind === 'cell' ? this.#rightCell(question, answer) : 0;
		const own = question.kind === 'cell' ? this.trace.tensors.get(question.tensor) : undefined;
		if (proof === null) return own ? stepOf(own, cell) : null;
		const node = find(this.trace.root, proof);
		if (node) return { node };
		const tree = this.#tree(proof);
		const name = tree.kind === 'index' ? tree.of : tree;
		const tensor = name.kind === 'name' ? this.trace.tensors.get(name.name) : undefined;
		if (!tensor) return null;
		if (tree.kind !== 'index') return stepOf(tensor, Math.min(cell, size(tensor.shape) - 1));
		return stepOf(tensor, offsetOf(tensor, tree.at));
	}

	#rightCell(question: Extract<Question, { kind: 'cell' }>, answer: Answer): number {
		const { right } = this.answers(question);
		return right.includes(Number(answer)) ? Number(answer) : (right[0] ?? 0);
	}

	#tree(text: string): Tree {
		return treeOf(this.parse, text);
	}
}

const stepOf = (tensor: Tensor, cell: number): { readonly cell: number } | null => {
	const index = why(tensor, cell);
	return index === null ? null : { cell: index };
};

const offsetOf = ({ shape }: Tensor, at: readonly Tree[]): number =>
	shape.reduce((sum, n, axis) => {
		const place = at[axis];
		return sum * n + (place?.kind === 'number' ? place.value : 0);
	}, 0);
