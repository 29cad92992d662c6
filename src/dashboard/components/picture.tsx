import { useState } from 'preact/hooks'

interface Props {
  readonly src: string
  readonly alt: string
  /** Class of the picture; the replacement text has a class of its own. */
  readonly class?: string
}

/** Shows a picture, or a text when it does not load: rules can break files. */
export function Picture({ src, alt, class: className }: Props) {
  const [broken, setBroken] = useState<string | null>(null)
  if (broken === src) return <span class="hint broken">The file does not load</span>
  return <img class={className} src={src} alt={alt} loading="lazy" onError={() => setBroken(src)} />
}
