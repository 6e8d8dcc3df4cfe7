/** Whether the search of the trace is open: it is opened by a key, from beside the timeline, and from the inspector. */
export const searching = $state({ open: false });
