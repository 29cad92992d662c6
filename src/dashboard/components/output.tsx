import type { RunRecord } from '../../schemas/control/runs/run.ts'
import { Icon } from './icon.tsx'
import { Picture } from './picture.tsx'

type Output = RunRecord['outputs'][number]

/** Shows one output at full size: a picture, a player or text. */
export function OutputView({ output, prompt }: { readonly output: Output; readonly prompt: string }) {
  const name = `${output.output_id} of “${shorten(prompt)}”`
  switch (output.type) {
    case 'imageUrl':
      return <Picture class="output" src={output.url} alt={name} />
    case 'videoUrl':
      return <video class="output" src={output.url} aria-label={name} controls loop preload="metadata" />
    case 'audioUrl':
      return <audio class="output" src={output.url} aria-label={name} controls preload="metadata" />
    case 'text':
      return (
        <p class="output text" dir="auto">
          {output.url}
        </p>
      )
    case 'documentUrl':
      return (
        <a class="button" href={output.url} download>
          Download {output.output_id}
        </a>
      )
  }
}

/** Shows a small picture of a run, in a box of fixed size so that lists do not move when it loads. */
export function Thumbnail({ run }: { readonly run: RunRecord }) {
  const [first] = run.outputs
  return (
    <span class="thumbnail">
      {first?.type === 'imageUrl' ? <Picture src={first.url} alt="" /> : <Icon name={run.type} />}
    </span>
  )
}

const ALT_LENGTH_MAX = 120

const shorten = (text: string): string =>
  text.length > ALT_LENGTH_MAX ? `${text.slice(0, ALT_LENGTH_MAX)}…` : text
