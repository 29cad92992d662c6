// The certificate library needs this polyfill before it is loaded.
import 'reflect-metadata'
import { AsnConvert } from '@peculiar/asn1-schema'
import {
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_nameConstraints,
  NameConstraints,
} from '@peculiar/asn1-x509'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'
import { KeyObject, webcrypto } from 'node:crypto'
import type { EpochMs } from '../kernel/units.ts'
import { FLORA_DOMAIN } from './hosts.ts'

/** What the servers of this run show, and what their clients trust. All of it is PEM. */
export interface Authority {
  /** Certificate of the authority. Its key is gone. */
  readonly certificate: string
  /** Certificate and key of the server. */
  readonly server: { readonly cert: string; readonly key: string }
}

const KEY = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const HOUR_MS = 3_600_000
/** Longer than any command runs, shorter than what clients limit certificates to. */
const VALID_MS = 30 * 24 * HOUR_MS

/**
 * Makes a certificate authority and the one certificate that it signs, for `flora.ai` and every host below it. The key
 * of the authority cannot be exported and is dropped when this function returns, so nothing else is ever signed.
 *
 * Clients that check name constraints refuse the authority for every other name and for IP addresses.
 */
export async function createAuthority(now: EpochMs): Promise<Authority> {
  const authorityKeys = await webcrypto.subtle.generateKey(KEY, false, ['sign', 'verify'])
  const serverKeys = await webcrypto.subtle.generateKey(KEY, true, ['sign', 'verify'])
  const name = 'CN=flora-emulator, O=flora-emulator exec --intercept'
  // An hour earlier, for commands whose clock is behind.
  const validity = { notBefore: new Date(now - HOUR_MS), notAfter: new Date(now + VALID_MS) }
  const authority = await X509CertificateGenerator.createSelfSigned({
    ...validity,
    name,
    keys: authorityKeys,
    signingAlgorithm: KEY,
    extensions: await authorityExtensions(authorityKeys.publicKey),
  })
  const server = await X509CertificateGenerator.create({
    ...validity,
    subject: `CN=*.${FLORA_DOMAIN}`,
    issuer: name,
    publicKey: serverKeys.publicKey,
    signingKey: authorityKeys.privateKey,
    signingAlgorithm: KEY,
    extensions: await serverExtensions(authorityKeys.publicKey, serverKeys.publicKey),
  })
  const key = KeyObject.from(serverKeys.privateKey).export({ type: 'pkcs8', format: 'pem' })
  return { certificate: pem(authority), server: { cert: pem(server), key: String(key) } }
}

async function authorityExtensions(key: webcrypto.CryptoKey): Promise<Extension[]> {
  return [
    new BasicConstraintsExtension(true, 0, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
    nameConstraints(),
    await SubjectKeyIdentifierExtension.create(key),
  ]
}

async function serverExtensions(issuer: webcrypto.CryptoKey, key: webcrypto.CryptoKey): Promise<Extension[]> {
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
    new SubjectAlternativeNameExtension([
      { type: 'dns', value: FLORA_DOMAIN },
      { type: 'dns', value: `*.${FLORA_DOMAIN}` },
    ]),
    // Python 3.13 refuses certificates without these two.
    await AuthorityKeyIdentifierExtension.create(issuer),
    await SubjectKeyIdentifierExtension.create(key),
  ]
}

function nameConstraints(): Extension {
  const constraints = new NameConstraints({
    permittedSubtrees: subtrees({ dNSName: FLORA_DOMAIN }),
    // A constraint on DNS names leaves IP addresses unconstrained.
    excludedSubtrees: subtrees({ iPAddress: '0.0.0.0/0' }, { iPAddress: '::/0' }),
  })
  return new Extension(id_ce_nameConstraints, true, AsnConvert.serialize(constraints))
}

const subtrees = (...names: Partial<GeneralName>[]): GeneralSubtrees =>
  new GeneralSubtrees(names.map((name) => new GeneralSubtree({ base: new GeneralName(name) })))

const pem = (certificate: { toString: (format: 'pem') => string }): string =>
  `${certificate.toString('pem')}\n`
