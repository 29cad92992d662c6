import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as tls from 'node:tls'
import { StartError, reasonOf } from '../kernel/errors.ts'

/** Variables that name a file of trusted certificates, instead of those of the system. */
const REPLACING = ['SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'] as const
/** Names a file of certificates that Node trusts beside its own. */
const ADDING = 'NODE_EXTRA_CA_CERTS'

/** Files with the roots of the system: Debian, Red Hat, SUSE, Alpine and macOS, the BSDs. */
const SYSTEM_FILES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
  '/usr/local/share/certs/ca-root-nss.crt',
]

/** Node 22.15 has the function, and the types of Node 20 lack it. */
type Tls = Pick<typeof tls, 'rootCertificates'> & {
  readonly getCACertificates?: (store: 'system') => readonly string[]
}

/**
 * Writes files with the certificate of the authority and everything that the command trusts anyway.
 *
 * @returns the variables that name them
 * @throws {StartError} exit code 2, when a file that the user's variables name cannot be read
 */
export function writeTrustFiles(
  folder: string,
  certificate: string,
  env: NodeJS.ProcessEnv,
): Record<string, string> {
  const write = (name: string, trusted: string): string => {
    const file = join(folder, `${name.toLowerCase()}.pem`)
    writeFileSync(file, `${certificate}\n${trusted}`)
    return file
  }
  const system = namedFile(env, 'SSL_CERT_FILE') ?? systemRoots()
  const replaced = REPLACING.map((name): [string, string] => [
    name,
    write(name, namedFile(env, name) ?? system),
  ])
  return { [ADDING]: write(ADDING, namedFile(env, ADDING) ?? ''), ...Object.fromEntries(replaced) }
}

function namedFile(env: NodeJS.ProcessEnv, name: string): string | null {
  const file = env[name]
  if (file === undefined || file === '') return null
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const reason = reasonOf(error)
    throw new StartError(2, `${name}: expected a readable file of certificates, got ${file} (${reason}).`)
  }
}

function systemRoots(): string {
  const file = SYSTEM_FILES.find((path) => existsSync(path))
  if (file !== undefined) return readFileSync(file, 'utf8')
  // Node 20 has no access to the store of Windows; Node's own list has the same public authorities.
  const { getCACertificates, rootCertificates }: Tls = tls
  const stored = getCACertificates?.('system') ?? []
  return (stored.length > 0 ? stored : rootCertificates).join('\n')
}
