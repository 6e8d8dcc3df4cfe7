/**
 * Whether the search of the trace is open: it is opened by a key, from beside the timeline, and from the inspector. What
 * is typed before its field is there is kept for it.
 */
export const searching = $state({ open: false, typed: '' });
