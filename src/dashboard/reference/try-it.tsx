import { useState } from 'preact/hooks'
import { resolve, sampleOf } from '../../kernel/schema-sample.ts'
import { Button } from '../components/button.tsx'
import { CodeBlock } from '../components/code-block.tsx'
import { optionsOf, Select, TextArea, TextField } from '../components/inputs.tsx'
import { HttpStatus } from '../components/status.tsx'
import { curlOf } from '../curl.ts'
import { type ApiDocument, bodySchemaOf, type Operation, type Parameter } from './document.ts'
import { type Answer, type Inputs, requestOf, send } from './send.ts'

interface Props {
  readonly document: ApiDocument
  readonly operation: Operation
  readonly apiKey: string | null
}

/** Shows a form that sends the request, the same request as a command, and the answer. */
export function TryIt({ document, operation, apiKey }: Props) {
  const [values, setValues] = useState(() => examplesOf(operation))
  const [body, setBody] = useState(() => sampleBody(document, operation))
  const [answer, setAnswer] = useState<Answer | null>(null)
  const request = requestOf(document, operation, { values, body, apiKey })
  return (
    <>
      <div class="grid">
        {operation.parameters.map((parameter) => (
          <ParameterField
            key={parameter.name}
            parameter={parameter}
            value={values[parameter.name] ?? ''}
            onEdit={(value) => setValues({ ...values, [parameter.name]: value })}
          />
        ))}
      </div>
      {body === null ? null : <TextArea label="Body" rows={8} value={body} onEdit={setBody} />}
      <div class="actions">
        <Button
          look="primary"
          onPress={async () => setAnswer(await send(request))}
          failure="No answer"
          label={`Send ${operation.operationId}`}
        >
          Send
        </Button>
      </div>
      <CodeBlock label="curl" text={curlOf({ ...request, url: location.origin + request.url })} />
      <div role="status">{answer === null ? null : <AnswerView answer={answer} />}</div>
    </>
  )
}

function examplesOf({ parameters }: Operation): Inputs['values'] {
  const needed = parameters.filter(({ required }) => required === true)
  return Object.fromEntries(needed.map(({ name, example }) => [name, String(example ?? '')]))
}

function sampleBody({ components }: ApiDocument, operation: Operation): string | null {
  const schema = bodySchemaOf(operation)
  if (schema !== null) return JSON.stringify(sampleOf(schema, components?.schemas ?? {}), null, 2)
  // A write without members needs an empty object.
  return operation.method === 'POST' ? '{}' : null
}

interface FieldProps {
  readonly parameter: Parameter
  readonly value: string
  readonly onEdit: (value: string) => void
}

function ParameterField({ parameter, value, onEdit }: FieldProps) {
  const { name, required, description: hint, schema } = parameter
  const common = { label: `${name} (${required === true ? 'required' : parameter.in})`, hint, value, onEdit }
  const { enum: values } = resolve(schema, {})
  if (values === undefined) return <TextField {...common} />
  return <Select {...common} options={[{ value: '', label: 'not set' }, ...optionsOf(values.map(String))]} />
}

function AnswerView({ answer: { status, headers, body } }: { readonly answer: Answer }) {
  return (
    <>
      <p>
        Answer <HttpStatus of={status} />
      </p>
      <CodeBlock label="Answer body" text={body === '' ? '(none)' : body} />
      <CodeBlock label="Answer headers" text={headers} />
    </>
  )
}
