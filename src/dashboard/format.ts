/** What is shown in place of nothing. */
export const NONE = '–'

const clockTime = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone: 'UTC' })
const dateAndTime = new Intl.DateTimeFormat('en-CA', {
  dateStyle: 'short',
  timeStyle: 'medium',
  hourCycle: 'h23',
  timeZone: 'UTC',
})

/** `09:00:12`, in UTC as the API has it. */
export const timeOf = (at: number): string => clockTime.format(at)

/** `2026-03-01 09:00:12`, in UTC. */
export const dateTimeOf = (at: number): string => dateAndTime.format(at).replace(',', '')

const MILLION = 1_000_000

/** `$0.04`; as many decimals as there are, up to the millionths that the emulator counts in. */
export function usdOf(amount: number): string {
  const micros = Math.round(Math.abs(amount) * MILLION)
  const decimals = (micros / MILLION).toFixed(6).replace(/0{1,4}$/, '')
  return `${amount < 0 ? '−' : ''}$${decimals}`
}

/** `350 ms`, `12.0 s`, `2 min 5 s`. */
export function spanOf(ms: number): string {
  if (ms < 1000) return `${ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** A value as JSON for people, whatever it is. */
export const jsonOf = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? '')
