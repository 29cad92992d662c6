import { redact } from '../kernel/redact.ts'
import type { Cleaner } from './clean.ts'

/** Signing secrets must look like such, or the snapshot could not be restored. Their pattern is redacted as text. */
const SECRETS = 'webhook_secrets'

/** Removes secrets from a snapshot in JSON. It stays valid. */
export function cleanSnapshot(json: string, cleaner: Cleaner): string {
  const snapshot = JSON.parse(json) as { readonly tables: Readonly<Record<string, unknown>> }
  const { [SECRETS]: secrets, ...tables } = snapshot.tables
  const clean = { ...snapshot, tables: { ...(redact(tables) as typeof tables), [SECRETS]: secrets } }
  return cleaner.text(JSON.stringify(clean))
}
