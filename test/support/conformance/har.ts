import { createRequire } from 'node:module'
import { Ajv } from 'ajv'

const require = createRequire(import.meta.url)
const schemas = require('har-schema') as Readonly<Record<string, object>>

/** Lists in what a value differs from the JSON schema of HAR 1.2 that `har-schema` publishes. */
export function harProblems(value: unknown): string[] {
  // The schema is of draft 6, for which Ajv 8 has no meta-schema; its keywords have the same meaning.
  const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false, formats: FORMATS })
  for (const { $schema: _, ...schema } of Object.values<{ readonly $schema?: string }>(schemas))
    ajv.addSchema(schema)
  const validate = ajv.getSchema('har.json#')
  if (validate === undefined) return ['har-schema has no har.json']
  return validate(value) === true
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

const FORMATS = {
  'date-time': (text: string) => !Number.isNaN(Date.parse(text)),
  uri: (text: string) => URL.canParse(text),
  ipv4: true,
  ipv6: true,
} as const
