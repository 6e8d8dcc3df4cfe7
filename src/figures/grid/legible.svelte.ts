/** From which size on a cell shows its number: what is read at a desk, and from the last row of a hall. */

/** In pixels; a lecture's screen is enlarged, and a number there is at least a third of its cell. */
const [DESK, HALL] = [24, 42];

class Lettering {
	/** Whether a hall reads along. */
	hall = $state(false);
}

export const lettering = new Lettering();

export const legibleFrom = (): number => (lettering.hall ? HALL : DESK);
