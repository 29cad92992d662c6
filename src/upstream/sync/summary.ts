import { printable } from '../../kernel/text/printable.ts'
import type { Change } from './changes.ts'
import type { SyncResult } from './sync.ts'

/** Ids of one kind of change that a summary names. */
const IDS_MAX = 10

/** Describes a synchronization for people. */
export function summarize({ changes, notes, written, kept }: SyncResult, folder: string): string {
  const lines = [
    ...changes.flatMap(linesOf),
    ...notes,
    ...(kept.has('world')
      ? [
          'kept: keys, webhook secret, balances and sample data of world.json, and estimates that FLORA does not publish',
        ]
      : []),
    written.length === 0
      ? `nothing has changed in ${folder}`
      : `wrote ${written.map((name) => `${name}.json`).join(', ')} to ${folder}`,
  ]
  return lines.map((line) => `${line}\n`).join('')
}

function linesOf({ name, count, added, removed, changed }: Change): string[] {
  const parts = [
    [added.length, 'new'],
    [removed.length, 'gone'],
    [changed.length, 'changed'],
  ].flatMap(([number, word]) => (number === 0 ? [] : [`${number} ${word}`]))
  return [
    `${name}: ${count}${parts.length === 0 ? ', as before' : ` (${parts.join(', ')})`}`,
    ...listed('new', added),
    ...listed('gone', removed),
    ...listed('changed', changed),
  ]
}

function listed(word: string, ids: readonly string[]): string[] {
  if (ids.length === 0) return []
  const rest = ids.length > IDS_MAX ? ` and ${ids.length - IDS_MAX} more` : ''
  return [`  ${word}: ${ids.slice(0, IDS_MAX).map(printable).join(', ')}${rest}`]
}
