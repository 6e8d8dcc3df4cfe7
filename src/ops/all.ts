/** Every op, found by its file. */
import { opsIn, type Op } from '#engine';

export const ops = opsIn(import.meta.glob('/engine/ops/*.ts', { eager: true }));

export const opNamed = (name: string): Op | undefined => ops.find((op) => op.name === name);
