import * as z from 'zod/mini';

/** A finite number of at least 0. */
export const nonNegative = z.number().check(z.nonnegative());

/** The weight of the past in a running average: from 0, below 1. */
export const decay = z.number().check(z.nonnegative(), z.lt(1));
