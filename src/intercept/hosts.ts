/** The domain whose hosts are intercepted, and to which the certificate authority is constrained. */
export const FLORA_DOMAIN = 'flora.ai'

/** Hosts that the emulator answers for: the API, its files, and names at which programs may look for the API. */
export const EMULATED_HOSTS = [
  'app.flora.ai',
  'media.flora.ai',
  'api.flora.ai',
  'www.flora.ai',
  FLORA_DOMAIN,
] as const

/** Documentation, which costs nothing to read. */
const DOCUMENTATION_HOSTS: readonly string[] = ['docs.flora.ai', 'developer.flora.ai']

/**
 * Returns true for hosts that no request of the command may reach: FLORA's domain and all hosts below it, known or not,
 * except the documentation.
 */
export function isIntercepted(hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/\.$/, '')
  if (name !== FLORA_DOMAIN && !name.endsWith(`.${FLORA_DOMAIN}`)) return false
  return !DOCUMENTATION_HOSTS.includes(name)
}
