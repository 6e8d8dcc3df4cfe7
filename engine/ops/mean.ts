import { reduction } from '../rules/reduction.ts';

export const mean = reduction('mean', 'Averages all numbers, or those along some axes.');
