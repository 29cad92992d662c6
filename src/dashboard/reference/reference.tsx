import { useEffect, useState } from 'preact/hooks'
import { controlToken, isTokenMissing } from '../api/token.ts'
import { TextField } from '../components/inputs.tsx'
import { Prose } from '../components/prose.tsx'
import { Placeholder } from '../components/view.tsx'
import { TokenForm } from '../shell/token-form.tsx'
import { Notices } from '../shell/notices.tsx'
import { type ApiDocument, loadDocument, operationsOf } from './document.ts'
import { OperationView } from './operation.tsx'
import { Contents } from './contents.tsx'

/** Selects the document: of the control API, or of the emulated API. */
const isControl = new URLSearchParams(location.search).get('api') === 'control'

/** Shows every operation of one API, with a form to try it. */
export function Reference() {
  const [document, setDocument] = useState<ApiDocument | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [apiKey, setApiKey] = useState('sk_test_default')
  useEffect(() => {
    loadDocument(isControl).then(setDocument, setError)
  }, [controlToken.value])
  return (
    <div class="shell">
      <Contents document={document} isControl={isControl} />
      <main>
        {document === null ? (
          <Missing error={error} />
        ) : (
          <>
            <h1>{document.info.title}</h1>
            <p class="lead">
              <Prose text={document.info.description ?? ''} />
            </p>
            {isControl ? null : (
              <div class="api-key">
                <TextField
                  label="API key"
                  hint="sk_test_<world> selects a world."
                  value={apiKey}
                  onEdit={setApiKey}
                />
              </div>
            )}
            <Tags document={document} apiKey={isControl ? null : apiKey} />
          </>
        )}
      </main>
      <Notices />
    </div>
  )
}

function Missing({ error }: { readonly error: unknown }) {
  if (isTokenMissing.value) return <TokenForm />
  return (
    <>
      <h1>API reference</h1>
      <Placeholder error={error} isEmpty={false} none="" />
    </>
  )
}

function Tags({ document, apiKey }: { readonly document: ApiDocument; readonly apiKey: string | null }) {
  return (
    <>
      {document.tags.map(({ name, description }) => (
        <section key={name} class="tag" aria-labelledby={`tag-${name}`}>
          <h2 id={`tag-${name}`}>{name}</h2>
          <p class="hint">{description}</p>
          {operationsOf(document, name).map((operation) => (
            <OperationView key={operation.operationId} {...{ document, operation, apiKey }} />
          ))}
        </section>
      ))}
    </>
  )
}
