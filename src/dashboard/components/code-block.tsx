import { succeed } from '../state/notices.ts'
import { Button } from './button.tsx'

interface Props {
  readonly label: string
  readonly text: string
}

/** Shows preformatted text with a copy button. */
export function CodeBlock({ label, text }: Props) {
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text)
    succeed(`${label} copied.`)
  }
  return (
    <section class="code" aria-label={label}>
      <header>
        <h3>{label}</h3>
        <Button look="quiet" onPress={copy} failure="Could not copy" label={`Copy ${label}`}>
          Copy
        </Button>
      </header>
      <pre tabIndex={0} dir="auto">
        {text}
      </pre>
    </section>
  )
}
