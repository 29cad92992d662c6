import { createHmac, timingSafeEqual } from 'node:crypto'

/** Age of a signature up to which the official SDK accepts it. */
const TOLERANCE_SECONDS = 300

/**
 * Builds the value of `Flora-Signature`: `t=` with the time, and for each secret `v1=` with the HMAC-SHA256 of
 * `<time>.<body>` in lower-case hex. The key is the whole secret, including `whsec_`.
 *
 * @param seconds unix time
 */
export function sign(body: string, secrets: readonly string[], seconds: number): string {
  return [`t=${seconds}`, ...secrets.map((secret) => `v1=${hmac(body, secret, seconds)}`)].join(',')
}

/**
 * Verifies a signature as the official SDK does.
 *
 * @param header value of `Flora-Signature`
 * @param nowSeconds unix time
 * @returns why a receiver must refuse the message, or null when it must accept it
 */
export function signatureProblem(
  body: string,
  header: string | undefined,
  secrets: readonly string[],
  nowSeconds: number,
): string | null {
  if (header === undefined) return 'there is no Flora-Signature header'
  const parts = header.split(',').map((part) => part.trim())
  const seconds = Number(/^\d{1,12}$/.exec(valuesOf(parts, 't')[0] ?? '')?.[0] ?? Number.NaN)
  if (Number.isNaN(seconds)) return 'Flora-Signature has no time'
  const given = valuesOf(parts, 'v1')
  const expected = secrets.map((secret) => hmac(body, secret, seconds))
  if (!given.some((signature) => expected.some((right) => isSame(signature, right)))) {
    return 'no signature matches the body and a secret of the workspace'
  }
  const age = Math.abs(nowSeconds - seconds)
  return age > TOLERANCE_SECONDS ? `the signature is ${age} seconds off` : null
}

const valuesOf = (parts: readonly string[], name: string): string[] =>
  parts.filter((part) => part.startsWith(`${name}=`)).map((part) => part.slice(name.length + 1))

const hmac = (body: string, secret: string, seconds: number): string =>
  createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
