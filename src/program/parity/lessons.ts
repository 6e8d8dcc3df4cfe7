// Every lesson's listing runs here and gives the lesson's own trace: each value that it keeps, and each gradient.
import { expect, test } from 'vitest';
import { build } from '#lessons/cli/settings.ts';
import { lessonNames, loadLesson } from '#lessons';
import { hasListing, loadListing, script } from '#lessons/listing.ts';
import { run } from './inPython.ts';

/** Every value of the program by its name in the trace; numbers that are none as text, which JSON has not. */
const VALUES = `{name + end: [x if x - x == 0 else str(x) for x in t.detach().double().reshape(-1).tolist()]
 for name, tensor in [*given.items(), *values.items()]
 for end, t in (("", tensor), (".grad", tensor.grad)) if t is not None}`;

test.each(lessonNames.filter(hasListing))('the listing of %s gives the trace of the lesson', async (name) => {
	const lesson = (await loadLesson(name))!;
	const { lines } = (await loadListing(name))!;
	const { trace, params } = build(lesson, []);
	// Its prints of everything are not needed.
	const program = script(lesson.title, lines, trace, params).replace('__name__ == "__main__"', 'False');
	const ran = run(program);
	expect(ran.failure).toBeNull();
	const values = ran.value(VALUES) as Record<string, (number | string)[]>;
	const compared = Object.entries(values).filter(([tensor]) => trace.tensors.has(tensor));
	expect(compared.length).toBeGreaterThan(0);
	for (const [tensor, here] of compared) {
		const { data } = trace.tensors.get(tensor)!;
		expect(here.length).toBe(data.length);
		const far = here.filter((x, k) =>
			typeof x === 'string' ? Number.isFinite(data[k]!) : !(Math.abs(x - data[k]!) <= 1e-12)
		);
		expect(far, tensor).toEqual([]);
	}
});
