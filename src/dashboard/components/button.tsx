import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { fail } from '../state/notices.ts'

interface Props {
  readonly children: ComponentChildren
  readonly onPress: () => Promise<void> | void
  /** Start of the notice after a failure. @example 'Could not reset the world' */
  readonly failure: string
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet'
  readonly isDisabled?: boolean
  /** Accessible name, where the visible text is ambiguous. @default the visible text */
  readonly label?: string
}

/** A button for asynchronous work: busy until the work has finished, with a notice when it fails. */
export function Button({ children, onPress, failure, look = 'plain', isDisabled = false, label }: Props) {
  const [isBusy, setBusy] = useState(false)
  const press = async (): Promise<void> => {
    if (isBusy) return
    setBusy(true)
    try {
      await onPress()
    } catch (error) {
      fail(failure, error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <button
      type="button"
      class={`button ${look}`}
      disabled={isDisabled}
      aria-busy={isBusy}
      aria-label={label}
      onClick={() => void press()}
    >
      {children}
    </button>
  )
}
