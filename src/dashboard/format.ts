/** Placeholder for a missing value. */
export const NONE = '–'

const clockTime = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone: 'UTC' })
const dateAndTime = new Intl.DateTimeFormat('en-CA', {
  dateStyle: 'short',
  timeStyle: 'medium',
  hourCycle: 'h23',
  timeZone: 'UTC',
})

/** Formats an instant in UTC. @example '09:00:12' */
export const timeOf = (at: number): string => clockTime.format(at)

/** Formats an instant in UTC. @example '2026-03-01 09:00:12' */
export const dateTimeOf = (at: number): string => dateAndTime.format(at).replace(',', '')

const MILLION = 1_000_000

/** Formats US dollars with 2 to 6 decimals; the emulator counts in millionths. @example '$0.04' */
export function usdOf(amount: number): string {
  const micros = Math.round(Math.abs(amount) * MILLION)
  const decimals = (micros / MILLION).toFixed(6).replace(/0{1,4}$/, '')
  return `${amount < 0 ? '−' : ''}$${decimals}`
}

/** Formats a duration in ms. @example '350 ms', '12.0 s', '2 min 5 s' */
export function spanOf(ms: number): string {
  if (ms < 1000) return `${ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** Formats a value as indented JSON; a string stays as it is. */
export const jsonOf = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? '')
