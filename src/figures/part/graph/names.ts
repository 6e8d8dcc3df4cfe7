/** A number by the name of its tensor, and where that holds more than one, by its place in it. */
import { coordinates, type Tensor } from '#engine';

export function nameOf({ name, shape, data }: Tensor, cell: number): string {
	if (data.length === 1) return name;
	const place = coordinates(shape, cell).filter((_, axis) => shape[axis]! > 1);
	return `${name}[${place.join(',')}]`;
}
