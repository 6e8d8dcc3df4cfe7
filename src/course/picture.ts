/** How large the picture of a lesson is, in pixels: as Open Graph asks for. */
export const PICTURE = { width: 1200, height: 630 };
