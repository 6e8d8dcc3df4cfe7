/** The picture of positional encodings in words. */
import { frequency } from '#engine/layers/positional.ts';
import { short } from '#src/text/short.ts';
import { count, some } from '../words.ts';
import type { PartView } from '../view.ts';
import { encodingAround, pairAt, pairsOf, placeOf, shiftOf } from './positions.ts';

export function described(view: PartView): readonly string[] {
	const encoding = encodingAround(view.unit.node);
	if (!encoding) return [];
	const [n, d] = encoding.tensor.shape as readonly [number, number];
	const { leaf, cell } = view.shown;
	const place = placeOf(encoding, leaf.out, cell) ?? { pair: 0, position: encoding.from };
	const omega = frequency(place.pair, d);
	const [sine, cosine] = pairAt(encoding, place);
	const shift = shiftOf(view.root);
	const rows = Math.floor(view.known(encoding.tensor) / d);
	return [
		`Waves of a positional encoding: ${count(n, 'position')} from ${encoding.from} on${encoding.names ? ` (${some(encoding.names)})` : ''}, ${count(pairsOf(d), 'pair')} of a sine and a cosine, each slower than the one before. Beside them a pair as the hand of a clock.`,
		`Of its table, ${rows} of ${count(n, 'row')} ${rows === 1 ? 'is' : 'are'} filled.`,
		`Shown is pair ${place.pair} at position ${place.position}: the angle is ${short(place.position * omega)}, the sine ${short(sine)}, the cosine ${short(cosine)}; it is back after ${short((2 * Math.PI) / omega)} positions. A second hand stands ${shift} positions further.`
	];
}
