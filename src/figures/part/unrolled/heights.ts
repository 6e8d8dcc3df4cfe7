import { size } from '#engine';
import type { Tensor } from '#engine';

/** So many numbers can be read in a column; more are a picture. */
const MOST = 8;
const LINE = 15;
const PICTURE = 72;

export const listed = ({ data }: Tensor): boolean => data.length <= MOST;

/** How high a state is drawn, in pixels, without its border. */
export const heightOf = (tensor: Tensor): number => (listed(tensor) ? LINE * size(tensor.shape) : PICTURE);
