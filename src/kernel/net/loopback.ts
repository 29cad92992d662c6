/** Returns true for `localhost`, `*.localhost`, 127.0.0.0/8 and `::1`, with or without brackets. */
export function isLoopback(hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/\.$/, '')
  if (name === 'localhost' || name.endsWith('.localhost')) return true
  return name === '::1' || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name)
}
