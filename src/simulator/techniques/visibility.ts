export const VISIBILITIES = ['private', 'unlisted', 'workspace', 'public'] as const

/** Who finds a technique in lists of the service. A world has one owner, so that all of them are its own. */
export type Visibility = (typeof VISIBILITIES)[number]
