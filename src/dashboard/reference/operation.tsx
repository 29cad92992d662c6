import { useState } from 'preact/hooks'
import type { Schemas } from '../../kernel/schema-sample.ts'
import { CodeBlock } from '../components/code-block.tsx'
import { Prose } from '../components/prose.tsx'
import { HttpStatus } from '../components/status.tsx'
import { type ApiDocument, bodySchemaOf, type Operation } from './document.ts'
import { schemaText } from './schema-text.ts'
import { TryIt } from './try-it.tsx'

interface Props {
  readonly document: ApiDocument
  readonly operation: Operation
  readonly apiKey: string | null
}

/** Shows one operation; renders its details when it is opened. */
export function OperationView({ document, operation, apiKey }: Props) {
  const [isOpen, setOpen] = useState(location.hash === `#${operation.operationId}`)
  const schemas = document.components?.schemas ?? {}
  return (
    <details
      id={operation.operationId}
      class="card operation"
      open={isOpen}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>
        <span class={`method ${operation.method.toLowerCase()}`}>{operation.method}</span>
        <code>{operation.path}</code>
        <span class="hint">
          {operation.summary}
          {operation.deprecated === true ? ' (deprecated)' : ''}
        </span>
      </summary>
      {isOpen ? (
        <div class="two-columns">
          <div class="column">
            <Prose text={operation.description ?? operation.summary} />
            <p class="hint">
              operationId <code>{operation.operationId}</code>
            </p>
            <Shapes operation={operation} schemas={schemas} />
          </div>
          <section class="column" aria-label={`Try ${operation.operationId}`}>
            <TryIt {...{ document, operation, apiKey }} />
          </section>
        </div>
      ) : null}
    </details>
  )
}

function Shapes({ operation, schemas }: { readonly operation: Operation; readonly schemas: Schemas }) {
  const body = bodySchemaOf(operation)
  // Where an operation may create something, that is what it is for.
  const success = Object.entries(operation.responses).findLast(([status]) => status.startsWith('2'))
  const answer = success?.[1].content?.['application/json']?.schema
  return (
    <>
      {body === null ? null : <CodeBlock label="Request body" text={schemaText(body, schemas)} />}
      {answer === undefined ? null : <CodeBlock label="Response body" text={schemaText(answer, schemas)} />}
      <ul class="answers" aria-label="Responses">
        {Object.entries(operation.responses).map(([status, { description }]) => (
          <li key={status}>
            <HttpStatus of={Number(status)} /> <Prose text={description} />
          </li>
        ))}
      </ul>
    </>
  )
}
