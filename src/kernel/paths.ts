/** Path of the emulated API. The base URL of an SDK ends with it. */
export const API_PREFIX = '/api/v1'

/** Path of the control API. */
export const CONTROL_PREFIX = '/_emulator'

/** Path of upload URLs, which need no API key. */
export const UPLOADS_PREFIX = '/_uploads'
