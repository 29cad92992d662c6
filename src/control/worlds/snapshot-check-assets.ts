import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import type { FieldProblem } from '../../kernel/errors.ts'
import { assetType } from '../../services/assets/asset-types.ts'
import { problemAt, type Tables } from './snapshot-problem.ts'

/** An asset has bytes exactly when it has their hash. */
export async function assetProblem({ assets, asset_bytes }: Tables): Promise<FieldProblem | null> {
  const bytes = new Map(asset_bytes.map((file) => [file.ordinal, file.bytes]))
  for (const [index, { ordinal, hash, status, content_type }] of assets.entries()) {
    const text = bytes.get(ordinal)
    // A file of 50 MB takes a moment: others go first.
    if (text !== undefined) await turn()
    if (hash !== (text === undefined ? null : sha256(text)) || (hash === null && status === 'ready')) {
      return problemAt('assets', index, 'hash', 'Disagrees with asset_bytes')
    }
    if (status === 'ready' && assetType(content_type ?? '') !== content_type) {
      return problemAt('assets', index, 'content_type', 'Is no type that assets can have')
    }
  }
  return null
}

const sha256 = (base64: string): string =>
  createHash('sha256').update(Buffer.from(base64, 'base64')).digest('hex')
