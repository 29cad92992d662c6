/** Returns the origin at which clients of this machine reach a server. They cannot connect to the unspecified address. */
export function originOf({ host, port }: { readonly host: string; readonly port: number }): string {
  const name = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[host] ?? (host.includes(':') ? `[${host}]` : host)
  return `http://${name}:${port}`
}
