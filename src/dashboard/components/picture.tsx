import { useState } from 'preact/hooks'

interface Props {
  readonly src: string
  readonly alt: string
  /** Of the picture; what stands in for it has its own. */
  readonly class?: string
}

/** A picture, or words where it does not load: files can be wrong on purpose. */
export function Picture({ src, alt, class: className }: Props) {
  const [broken, setBroken] = useState<string | null>(null)
  if (broken === src) return <span class="hint broken">The file does not load</span>
  return <img class={className} src={src} alt={alt} loading="lazy" onError={() => setBroken(src)} />
}
