import { reduction } from '../rules/reduction.ts';

export const sum = reduction('sum', 'Adds up all numbers, or those along some axes.');
