/** How many predictions were right: kept for the visit only. */
export const score = $state({ right: 0, asked: 0 });
