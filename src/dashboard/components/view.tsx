import { reasonOf } from '../../kernel/errors.ts'
import type { ComponentChildren } from 'preact'

interface Props {
  readonly title: string
  readonly children: ComponentChildren
  /** Shown beside the title. */
  readonly actions?: ComponentChildren
}

/** The frame of a view: heading, actions and contents. */
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

/** Stands in for missing data: an error, an empty result or a load in flight. */
export function Placeholder({ error, isEmpty, none }: { error: unknown; isEmpty: boolean; none: string }) {
  if (error !== null) {
    return (
      <p class="placeholder problem" role="alert">
        {reasonOf(error)}
      </p>
    )
  }
  return <p class="placeholder">{isEmpty ? none : 'Loading…'}</p>
}
