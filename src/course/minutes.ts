/** How long a text takes. Notes with equations are read at this pace, in words a minute; a question takes two minutes, with its steps. */
const [PACE, EACH] = [100, 2];

/** Minutes, not rounded, for Markdown that holds so many questions; what stands in fences is not read as text. */
export function minutesOf(markdown: string, questions: number): number {
	const words = markdown.replace(/```[\s\S]*?```/g, '').match(/\S+/g)?.length ?? 0;
	return words / PACE + EACH * questions;
}
