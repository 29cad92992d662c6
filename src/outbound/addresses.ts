import { BlockList, isIPv6 } from 'node:net'

/** `loopback`: an address of this machine. `never`: refused even with `--allow-egress`. `outside`: any other address. */
export type Reach = 'loopback' | 'outside' | 'never'

const LOOPBACK = listOf(['127.0.0.0/8', '::1/128'])

/** Addresses at which clouds serve credentials, and addresses that are not of one machine. */
const NEVER = listOf([
  '0.0.0.0/8',
  '100.100.100.200/32', // Alibaba's metadata service
  '168.63.129.16/32', // Azure's
  '169.254.0.0/16',
  '192.0.0.0/24', // Oracle's among others
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  'fd00:ec2::/32', // Amazon's
  'fe80::/10',
  'ff00::/8',
  // IPv6 addresses that a gateway translates to IPv4 ones.
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2001::/32',
  '2002::/16',
])

/** Classifies a literal address. Unwraps an IPv4 address that is mapped to IPv6. */
export function reachOf(address: string): Reach {
  const plain = unwrap(address)
  const family = isIPv6(plain) ? 'ipv6' : 'ipv4'
  if (LOOPBACK.check(plain, family)) return 'loopback'
  return NEVER.check(plain, family) || isCompatible(plain) ? 'never' : 'outside'
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

/** Returns true for the deprecated form `::127.0.0.1`, which the URL parser writes as `::7f00:1`. */
const isCompatible = (address: string): boolean =>
  /^::[0-9a-f]{1,4}:[0-9a-f]{1,4}$/i.test(address) || /^::\d+\.\d+\.\d+\.\d+$/.test(address)

function listOf(subnets: readonly string[]): BlockList {
  const list = new BlockList()
  for (const subnet of subnets) {
    const [network = '', bits] = subnet.split('/')
    list.addSubnet(network, Number(bits), isIPv6(network) ? 'ipv6' : 'ipv4')
  }
  return list
}
