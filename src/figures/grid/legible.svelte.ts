/** From which size on a cell shows its number: what is read at a desk, and from the last row of a hall. */

/** In pixels; a lecture's screen is enlarged, and a number there is at least a third of its cell. */
const [DESK, HALL] = [24, 42];

/** The smallest type of a number in a hall, in pixels of a lecture's screen, which is enlarged at least twofold. */
export const HALL_TYPE = 14;

class Lettering {
	/** Whether a hall reads along. */
	hall = $state(false);
}

export const lettering = new Lettering();

export const legibleFrom = (): number => (lettering.hall ? HALL : DESK);

/** A plane of more rows or columns than so many has a lens, where its picture has room for one, in pixels. */
const [MANY, ROOM] = [64, 120];

/** Whether a plane whose longer side has so many cells is large. */
export const hasMany = (cells: number): boolean => cells > MANY;

/** Whether a large plane would be drawn so small that there is no room for a lens. */
export const isCramped = (cells: number, side: number): boolean => hasMany(cells) && side < ROOM;

/** Whether a plane whose longer side has so many cells, in a picture of so many pixels, is looked at through a lens. */
export const hasLens = (cells: number, side: number): boolean =>
	hasMany(cells) && side >= ROOM && side / cells < legibleFrom();
