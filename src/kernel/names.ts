/** World of API keys that do not name one. */
export const DEFAULT_WORLD = 'default'

/** API keys that name a world. FLORA's keys begin with `sk_` in its documentation, and with `ak_` in programs. */
export const WORLD_KEY = /^[sa]k_test_(.*)$/

/** Names of worlds, in lower-case keys and in URLs. */
export const WORLD_NAME = /^[a-z0-9][a-z0-9_-]{0,62}$/

/** Returns the API key of the owner of a world. */
export const apiKeyOf = (worldName: string): string => `sk_test_${worldName}`

/** Source of a regular expression for names of inboxes. */
export const INBOX_NAME = '[A-Za-z0-9_-]{1,64}'

/** Request header with directives. */
export const DIRECTIVES_HEADER = 'x-flora-emulator'

/** Request header with the name of a client of the emulated API, for the journal. */
export const CLIENT_HEADER = 'x-flora-emulator-client'

/** The dashboard's name in `CLIENT_HEADER`. */
export const DASHBOARD_CLIENT = 'dashboard'

/** Name of `flora-emulator trigger` in `CLIENT_HEADER`. */
export const TRIGGER_CLIENT = 'trigger'

/** Name of the calls of `--init` in `CLIENT_HEADER`. */
export const INIT_CLIENT = 'init'

/** Programs of the emulator itself, whose requests are not checked. */
export const OWN_CLIENTS: readonly string[] = [DASHBOARD_CLIENT, TRIGGER_CLIENT, INIT_CLIENT]

/** Environment variable with the emulator's URL, which `flora-emulator exec` sets for its command. Not an option. */
export const EMULATOR_URL_VARIABLE = 'FLORA_EMULATOR_URL'
