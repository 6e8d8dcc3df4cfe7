/**
 * Runs what measures the page when everything of this frame has been drawn, just before the browser lays it out. Whoever
 * measures earlier has it laid out twice. Returns what calls it off, as an effect does.
 */
export function whenDrawn(measure: () => void): () => void {
	const frame = requestAnimationFrame(measure);
	return () => cancelAnimationFrame(frame);
}
