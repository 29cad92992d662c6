import { BlockList, isIPv6 } from 'node:net'

/** `loopback`: an address of this machine. `outside`: a public address. `never`: any other, such as a private one. */
export type Reach = 'loopback' | 'outside' | 'never'

const LOOPBACK = listOf(['127.0.0.0/8', '::1/128'])

/** Networks that FLORA does not call: private ones, metadata services of clouds, and addresses of no single machine. */
const NEVER = listOf([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10', // Shared by carriers and overlay networks. Alibaba's metadata service is among them.
  '168.63.129.16/32', // Azure's metadata service
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24', // Oracle's metadata service among others
  '192.168.0.0/16',
  '224.0.0.0/4',
  '240.0.0.0/4',
  // IPv6 addresses that a gateway translates to IPv4 ones.
  '2001::/32',
  '2002::/16',
])

/** The public part of IPv6. Everything else is local, private, a translation to IPv4, or unused. */
const GLOBAL_UNICAST = listOf(['2000::/3'])

/** Classifies a literal address. Unwraps an IPv4 address that is mapped to IPv6. */
export function reachOf(address: string): Reach {
  const plain = unwrap(address)
  const family = isIPv6(plain) ? 'ipv6' : 'ipv4'
  if (LOOPBACK.check(plain, family)) return 'loopback'
  const isPublic = family === 'ipv4' || GLOBAL_UNICAST.check(plain, family)
  return isPublic && !NEVER.check(plain, family) ? 'outside' : 'never'
}

/** Converts `::ffff:7f00:1` and `::ffff:127.0.0.1` to `127.0.0.1`. Returns other addresses unchanged. */
export function unwrap(address: string): string {
  const dotted = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (dotted !== undefined) return dotted
  const parts = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(address)
  if (parts === null) return address
  const [high, low] = [Number.parseInt(parts[1] ?? '', 16), Number.parseInt(parts[2] ?? '', 16)]
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

function listOf(subnets: readonly string[]): BlockList {
  const list = new BlockList()
  for (const subnet of subnets) {
    const [network = '', bits] = subnet.split('/')
    list.addSubnet(network, Number(bits), isIPv6(network) ? 'ipv6' : 'ipv4')
  }
  return list
}
