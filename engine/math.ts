/**
 * Elementary functions that give the same bits on every machine: JavaScript lets each browser choose its own
 * `Math.exp`, so these use only what IEEE 754 fixes exactly, + − × ÷ and √.
 * Each function reduces its argument to a short interval, sums a Taylor series there, and carries the leading
 * term as a pair of doubles, head + tail, so that only the last addition rounds visibly; that keeps every
 * error below 1 ulp.
 * No constant is copied from elsewhere: the tables are computed on load, by integers, from the series named
 * beside them.
 */
export { erf } from './math/erf.ts';
export { exp, expm1 } from './math/exp.ts';
export { log, log1p } from './math/log.ts';
export { pow } from './math/pow.ts';
export { sigmoidOfEach, tanhOfEach } from './math/squash.ts';
export { sigmoid, tanh } from './math/tanh.ts';
export { cos, sin } from './math/trigonometry.ts';
