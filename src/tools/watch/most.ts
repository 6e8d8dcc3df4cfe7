/** So many watches fit into a link and beside the stage. */
export const MOST_WATCHES = 24;
