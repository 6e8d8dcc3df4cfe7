/** Every op, found by its file. */
import type { Op } from '#engine';

const modules = import.meta.glob<Record<string, Op>>('/engine/ops/*.ts', { eager: true });

export const ops: readonly Op[] = Object.values(modules).flatMap((module) =>
	Object.values(module).filter((value) => typeof value === 'object' && 'forward' in value)
);

export const opNamed = (name: string): Op | undefined => ops.find((op) => op.name === name);
