/** Where the control API is mounted. */
export const CONTROL_PREFIX = '/_emulator'
