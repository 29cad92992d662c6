/** Characters; prepared answers such as the catalogue are held by reference, and cut only when they are shown. */
export const BODY_SHOWN_MAX = 16_384
