import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { fail } from '../state/notices.ts'

interface Props {
  readonly children: ComponentChildren
  readonly onPress: () => Promise<void> | void
  /** What to say has failed, such as "Could not reset the world". */
  readonly failure: string
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet'
  readonly isDisabled?: boolean
  /** Where the words on it do not say enough. */
  readonly label?: string
}

/** A button that does something which may take time or fail: it waits, and a failure is shown. */
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
