/** A real digit, and what augmentation makes of it: five ops, each with numbers that are drawn anew. */
import { random, type Tape, type Tensor } from '#engine';
import { affine } from '#engine/ops/affine.ts';
import { crop } from '#engine/ops/crop.ts';
import { flip } from '#engine/ops/flip.ts';
import { cos, sin } from '#engine/math.ts';
import { digits, pixels } from '../cnn/digits.ts';

/** Rows and columns of a digit, and of what a crop leaves. */
const [SIDE, KEPT] = [28, 22];
/** The most that an image is turned, in degrees; shifted, as a share of its side; and grown or shrunk. */
const [TURN, SHIFT, ZOOM] = [20, 0.15, 0.2];

export interface Drawn {
	/** Degrees, against the clock. */
	readonly angle: number;
	/** Pixels to the right and down. */
	readonly shift: readonly [number, number];
	/** How many times as large the digit becomes. */
	readonly zoom: number;
	readonly top: number;
	readonly left: number;
}

export function draw(seed: number): Drawn {
	const { between, integer } = random(seed);
	const most = Math.floor(SHIFT * SIDE);
	return {
		angle: Math.round(between(-TURN, TURN)),
		shift: [integer(-most, most), integer(-most, most)],
		zoom: Math.round(100 * between(1 - ZOOM, 1 + ZOOM)) / 100,
		top: integer(0, SIDE - KEPT),
		left: integer(0, SIDE - KEPT)
	};
}

/** What a pixel of the result looks up in the image, where x and y go from −1 to 1. */
export function turned(degrees: number): number[] {
	const angle = (degrees * Math.PI) / 180;
	const [c, s] = [cos(angle), sin(angle)];
	return [c, -s, 0, s, c, 0];
}
export const shifted = ([across, down]: readonly [number, number]): number[] => [
	1,
	0,
	(-2 * across) / SIDE,
	0,
	1,
	(-2 * down) / SIDE
];
export const zoomed = (by: number): number[] => [1 / by, 0, 0, 0, 1 / by, 0];

export function augment(tape: Tape, digit: number, seed: number): void {
	const drawn = draw(seed);
	const image = digits.find(({ label }) => label === digit)!;
	const x = tape.constant('digit', [1, 1, SIDE, SIDE], pixels(image), { label: `digit ${digit}` });
	const one = (name: string, about: string, body: () => Tensor) => tape.scope(name, body, { about });
	tape.scope(
		'forward',
		() => {
			one('flip', 'The image is mirrored from left to right.', () =>
				tape.apply(flip, [x], {}, { name: 'flipped', label: 'mirrored' })
			);
			one('rotate', `The image is turned by ${drawn.angle} degrees.`, () =>
				tape.apply(affine, [x], { matrix: turned(drawn.angle) }, { name: 'rotated', label: 'turned' })
			);
			const [across, down] = drawn.shift;
			one('shift', `The image moves ${across} pixels to the right and ${down} down.`, () =>
				tape.apply(affine, [x], { matrix: shifted(drawn.shift) }, { name: 'shifted', label: 'shifted' })
			);
			one('zoom', `The digit becomes ${drawn.zoom} times as large.`, () =>
				tape.apply(affine, [x], { matrix: zoomed(drawn.zoom) }, { name: 'zoomed', label: 'zoomed' })
			);
			one('crop', `A window of ${KEPT} rows and columns is cut out.`, () =>
				tape.apply(
					crop,
					[x],
					{ top: drawn.top, left: drawn.left, height: KEPT, width: KEPT },
					{ name: 'cropped', label: 'cropped' }
				)
			);
		},
		{ about: 'One image becomes six: the label stays the same.', part: { kind: 'network' } }
	);
}
