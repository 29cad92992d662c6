/** The world of every key that names no other. */
export const DEFAULT_WORLD = 'default'

/** Beginning of the keys that name a world. */
export const WORLD_KEY_PREFIX = 'sk_test_'

/** Names of worlds, in keys and URLs. Keys are folded to lower case before. */
export const WORLD_NAME = /^[a-z0-9][a-z0-9_-]{0,62}$/

/** The API key of a world's owner. */
export const apiKeyOf = (worldName: string): string => WORLD_KEY_PREFIX + worldName

/** Names of inboxes, as the source of a regular expression. */
export const INBOX_NAME = '[A-Za-z0-9_-]{1,64}'

/** Request header in which a client of the emulated API names itself, for the journal. */
export const CLIENT_HEADER = 'x-flora-emulator-client'

/** Name of the dashboard in that header. */
export const DASHBOARD_CLIENT = 'dashboard'

/** Environment variable that tells the command of `flora-emulator exec` where its emulator is. Not an option. */
export const EMULATOR_URL_VARIABLE = 'FLORA_EMULATOR_URL'
