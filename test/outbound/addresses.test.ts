import { expect, test } from 'vitest'
import { reachOf } from '../../src/outbound/addresses.ts'

test.each([
  ['127.0.0.1', 'loopback'],
  ['127.255.255.254', 'loopback'],
  ['::1', 'loopback'],
  ['::ffff:127.0.0.1', 'loopback'],
  ['::ffff:7f00:1', 'loopback'],
  ['0.0.0.0', 'never'],
  ['::', 'never'],
  ['169.254.169.254', 'never'],
  ['::ffff:a9fe:a9fe', 'never'],
  ['::ffff:169.254.169.254', 'never'],
  ['64:ff9b::a9fe:a9fe', 'never'],
  ['2002:a9fe:a9fe::', 'never'],
  ['::a9fe:a9fe', 'never'],
  ['::127.0.0.1', 'never'],
  ['fd00:ec2::254', 'never'],
  ['fe80::1', 'never'],
  ['100.100.100.200', 'never'],
  ['168.63.129.16', 'never'],
  ['192.0.0.192', 'never'],
  ['224.0.0.1', 'never'],
  ['255.255.255.255', 'never'],
  ['ff02::1', 'never'],
  ['10.0.0.1', 'outside'],
  ['192.168.1.1', 'outside'],
  ['172.17.0.2', 'outside'],
  ['8.8.8.8', 'outside'],
  ['::ffff:8.8.8.8', 'outside'],
  ['2606:4700::1111', 'outside'],
  ['fd12:3456::1', 'outside'],
] as const)('%s is %s', (address, reach) => {
  expect(reachOf(address)).toBe(reach)
})
