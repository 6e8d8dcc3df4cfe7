/** What can be printed. */
export type Sheet = 'step' | 'worksheet' | 'handout';
