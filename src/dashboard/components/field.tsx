import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

export interface FieldProps {
  readonly label: string
  readonly hint?: string | undefined
  /** Problem with the entered value. */
  readonly problem?: string | null | undefined
}

interface Attributes {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': boolean
}

/** Ties an input to its label, hint and problem, for assistive technology too. */
export function Field({
  label,
  hint,
  problem = null,
  children,
}: FieldProps & { readonly children: (attributes: Attributes) => ComponentChildren }) {
  const id = useId()
  const notes = [hint === undefined ? null : `${id}-hint`, problem === null ? null : `${id}-problem`]
  const described = notes.filter((note) => note !== null).join(' ')
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({
        id,
        'aria-describedby': described === '' ? undefined : described,
        'aria-invalid': problem !== null,
      })}
      {hint === undefined ? null : (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem === null ? null : (
        <p class="problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </div>
  )
}
