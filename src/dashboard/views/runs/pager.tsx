import { Button } from '../../components/button.tsx'

/** Where the pages begin that were turned over; the last is shown. Null is the newest run. */
export type Cursors = readonly (string | null)[]

export const FIRST_PAGE: Cursors = [null]

interface Props {
  readonly cursors: Cursors
  /** Where older runs begin; null at the end. */
  readonly next: string | null
  readonly onTurn: (cursors: Cursors) => void
}

export function Pager({ cursors, next, onTurn }: Props) {
  return (
    <nav class="pages" aria-label="Pages">
      <Button
        onPress={() => onTurn(cursors.slice(0, -1))}
        isDisabled={cursors.length === 1}
        failure="Could not go back"
      >
        Newer
      </Button>
      <span>Page {cursors.length}</span>
      <Button onPress={() => onTurn([...cursors, next])} isDisabled={next === null} failure="Could not go on">
        Older
      </Button>
    </nav>
  )
}
