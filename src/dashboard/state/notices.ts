import { reasonOf } from '../../kernel/errors.ts'
import { signal } from '@preact/signals'

export interface Notice {
  readonly id: number
  readonly kind: 'success' | 'failure'
  readonly text: string
  /** Action that the notice offers. */
  readonly action: { readonly label: string; readonly run: () => Promise<void> } | null
}

/** Time after which a success disappears, in ms. A failure stays until it is dismissed. */
const SUCCESS_SHOWN_MS = 8000
const SHOWN_MAX = 4

export const notices = signal<readonly Notice[]>([])
let lastId = 0

export function succeed(text: string, action: Notice['action'] = null): void {
  // Replaces earlier successes, except for those with an undo.
  notices.value = notices.value.filter(({ kind, action: undo }) => kind === 'failure' || undo !== null)
  const id = add('success', text, action)
  setTimeout(() => dismiss(id), SUCCESS_SHOWN_MS)
}

/** Shows a failure and its reason. */
export function fail(what: string, error: unknown): void {
  add('failure', `${what}: ${reasonOf(error)}`, null)
}

export function dismiss(id: number): void {
  notices.value = notices.value.filter((notice) => notice.id !== id)
}

function add(kind: Notice['kind'], text: string, action: Notice['action']): number {
  lastId += 1
  notices.value = [...notices.value, { id: lastId, kind, text, action }].slice(-SHOWN_MAX)
  return lastId
}
