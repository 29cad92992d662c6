/** Where the emulated API is mounted. SDKs take a base URL that ends in it. */
export const API_PREFIX = '/api/v1'

/** Where the control API is mounted. */
export const CONTROL_PREFIX = '/_emulator'
