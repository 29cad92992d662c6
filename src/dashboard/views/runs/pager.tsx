import { Button } from '../../components/button.tsx'

/** Cursors of the opened pages; the last one is shown. Null starts at the newest run. */
export type Cursors = readonly (string | null)[]

export const FIRST_PAGE: Cursors = [null]

interface Props {
  readonly cursors: Cursors
  /** Cursor of the older runs; null on the last page. */
  readonly next: string | null
  readonly onTurn: (cursors: Cursors) => void
}

export function Pager({ cursors, next, onTurn }: Props) {
  return (
    <nav class="pages" aria-label="Pages">
      <Button
        onPress={() => onTurn(cursors.slice(0, -1))}
        isDisabled={cursors.length === 1}
        failure="Could not show newer runs"
      >
        Newer
      </Button>
      <span>Page {cursors.length}</span>
      <Button
        onPress={() => onTurn([...cursors, next])}
        isDisabled={next === null}
        failure="Could not show older runs"
      >
        Older
      </Button>
    </nav>
  )
}
