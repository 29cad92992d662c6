import { AsnConvert } from '@peculiar/asn1-schema'
import { NameConstraints } from '@peculiar/asn1-x509'
import { X509Certificate } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { describe, expect, test } from 'vitest'
import { createAuthority } from '../../src/intercept/authority.ts'
import { writeTrustFiles } from '../../src/intercept/trust-files.ts'
import { epochMs } from '../../src/kernel/units.ts'
import { temporaryFolder } from '../support/fixtures.ts'
import { startIntercepted } from '../support/net/intercepted.ts'

const NOW = epochMs(Date.parse('2026-03-01T09:00:00Z'))
const { X509Certificate: Decoded } = await import('@peculiar/x509')

describe('the authority of exec --intercept', () => {
  test('signs one certificate, for flora.ai and the hosts below it', async () => {
    const { certificate, server } = await createAuthority(NOW)
    const [authority, leaf] = [new X509Certificate(certificate), new X509Certificate(server.cert)]
    expect(leaf.checkIssued(authority) && leaf.verify(authority.publicKey)).toBe(true)
    expect(leaf.subjectAltName).toBe('DNS:flora.ai, DNS:*.flora.ai')
    expect([authority.ca, leaf.ca]).toEqual([true, false])
    expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
  })

  test('is constrained to flora.ai, and to no IP address', async () => {
    const { certificate } = await createAuthority(NOW)
    const extension = new Decoded(certificate).getExtension('2.5.29.30')
    const constraints = AsnConvert.parse(extension?.value ?? new ArrayBuffer(0), NameConstraints)
    expect(extension?.critical).toBe(true)
    expect(constraints.permittedSubtrees?.map(({ base }) => base.dNSName)).toEqual(['flora.ai'])
    expect(constraints.excludedSubtrees?.map(({ base }) => base.iPAddress)).toEqual(['0.0.0.0/0', '::/0'])
  })

  test('is valid from an hour ago for 30 days', async () => {
    const { validFrom, validTo } = new X509Certificate((await createAuthority(NOW)).certificate)
    expect(Date.parse(validFrom)).toBe(NOW - 3_600_000)
    expect(Date.parse(validTo)).toBe(NOW + 30 * 86_400_000)
  })

  test('is another one in every run', async () => {
    const [one, other] = await Promise.all([createAuthority(NOW), createAuthority(NOW)])
    expect(one.certificate).not.toBe(other.certificate)
    expect(
      new X509Certificate(one.server.cert).verify(new X509Certificate(other.certificate).publicKey),
    ).toBe(false)
  })

  test('no key reaches a file or the environment', async () => {
    const { environment } = await startIntercepted()
    const folder = dirname(environment['SSL_CERT_FILE'] ?? '')
    const files = readdirSync(folder)
    expect(files.toSorted()).toEqual([
      'curl_ca_bundle.pem',
      'node_extra_ca_certs.pem',
      'requests_ca_bundle.pem',
      'ssl_cert_file.pem',
    ])
    for (const file of files) expect(readFileSync(join(folder, file), 'utf8')).not.toContain('PRIVATE')
    expect(JSON.stringify(environment)).not.toContain('PRIVATE')
  })
})

describe('files of trusted certificates', () => {
  const contentOf = (files: Readonly<Record<string, string>>, name: string): string =>
    readFileSync(files[name] ?? '', 'utf8')

  test('hold the certificate and the roots of the system', () => {
    const files = writeTrustFiles(temporaryFolder(), 'OURS', {})
    for (const name of ['SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE']) {
      const content = contentOf(files, name)
      expect(content).toMatch(/^OURS\n/)
      expect(content.split('-----BEGIN CERTIFICATE-----').length).toBeGreaterThan(rootCertificates.length / 4)
    }
    // Node has its own roots.
    expect(contentOf(files, 'NODE_EXTRA_CA_CERTS')).toBe('OURS\n')
  })

  test('hold the certificates that the variables of the user name', () => {
    const folder = temporaryFolder()
    const write = (name: string): string => {
      writeFileSync(join(folder, name), name)
      return join(folder, name)
    }
    mkdirSync(join(folder, 'out'))
    const files = writeTrustFiles(join(folder, 'out'), 'OURS', {
      SSL_CERT_FILE: write('ssl'),
      CURL_CA_BUNDLE: write('curl'),
      NODE_EXTRA_CA_CERTS: write('node'),
    })
    expect(contentOf(files, 'SSL_CERT_FILE')).toBe('OURS\nssl')
    expect(contentOf(files, 'REQUESTS_CA_BUNDLE')).toBe('OURS\nssl')
    expect(contentOf(files, 'CURL_CA_BUNDLE')).toBe('OURS\ncurl')
    expect(contentOf(files, 'NODE_EXTRA_CA_CERTS')).toBe('OURS\nnode')
  })

  test.each([
    ['a folder', (folder: string) => folder, /expected a readable file of certificates, got .*EISDIR/],
    [
      'nothing',
      (folder: string) => join(folder, 'none.pem'),
      /expected a readable file of certificates, got .*ENOENT/,
    ],
  ])('a variable that names %s is wrong usage', (_what, path, expected) => {
    const folder = temporaryFolder()
    expect(() => writeTrustFiles(folder, 'OURS', { REQUESTS_CA_BUNDLE: path(folder) })).toThrow(expected)
  })
})
