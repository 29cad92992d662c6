/** Shows a description from a document, with text in backticks as code. */
export function Prose({ text }: { readonly text: string }) {
  const parts = text.split('`')
  return (
    <span class="prose">
      {parts.map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}
    </span>
  )
}
