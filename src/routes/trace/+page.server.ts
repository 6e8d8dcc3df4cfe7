import type { Sample } from '#src/open/Chooser.svelte';
import type { PageServerLoad } from './$types';

/** What lies in static/traces, as its index names it. */
const indexes = import.meta.glob<readonly Sample[]>('/static/traces/index.json', {
	eager: true,
	import: 'default'
});

export const load: PageServerLoad = () => ({ title: 'Trace', samples: Object.values(indexes).flat() });
