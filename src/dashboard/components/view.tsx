import type { ComponentChildren } from 'preact'
import { messageOf } from '../state/notices.ts'

interface Props {
  readonly title: string
  readonly children: ComponentChildren
  /** Beside the title. */
  readonly actions?: ComponentChildren
}

/** A view: its heading, what can be done, what is shown. */
export function View({ title, actions, children }: Props) {
  return (
    <>
      <header class="view-header">
        <h1 tabIndex={-1}>
          <bdi>{title}</bdi>
        </h1>
        <div class="actions">{actions}</div>
      </header>
      {children}
    </>
  )
}

/** What there is to say while there is nothing to show: it is loading, it failed, or there is none. */
export function Placeholder({ error, isEmpty, none }: { error: unknown; isEmpty: boolean; none: string }) {
  if (error !== null) {
    return (
      <p class="placeholder problem" role="alert">
        {messageOf(error)}
      </p>
    )
  }
  return <p class="placeholder">{isEmpty ? none : 'Loading…'}</p>
}
