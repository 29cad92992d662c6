import icon from '../icon.svg'
import type { ApiDocument } from './document.ts'

interface Props {
  readonly document: ApiDocument | null
  readonly isControl: boolean
}

/** Links to the dashboard, to both APIs and to each group of operations. */
export function Contents({ document, isControl }: Props) {
  return (
    <nav class="navigation" aria-label="Contents">
      <p class="brand">
        <img src={icon} alt="" width="28" height="28" /> flora-emulator
      </p>
      <ul>
        <li>
          <a href="/">Dashboard</a>
        </li>
        <li>
          <a href="/docs" aria-current={isControl ? undefined : 'page'}>
            Emulated API
          </a>
        </li>
        <li>
          <a href="/docs?api=control" aria-current={isControl ? 'page' : undefined}>
            Control API
          </a>
        </li>
      </ul>
      <ul class="apart">
        {document?.tags.map(({ name }) => (
          <li key={name}>
            <a href={`#tag-${name}`}>{name}</a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
