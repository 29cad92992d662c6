import { createRequire } from 'node:module'
import { Ajv } from 'ajv'

const require = createRequire(import.meta.url)
const {
  $schema: _,
  id: _id,
  ...schema
} = require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json') as Record<string, unknown>

/** Lists in what a value differs from the published JSON schema of SARIF 2.1.0. */
export function sarifProblems(value: unknown): string[] {
  // The schema is of draft 4, for which Ajv 8 has no meta-schema; the keywords that it uses have the same meaning.
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    validateSchema: false,
    unicodeRegExp: false,
    formats: FORMATS,
  })
  const validate = ajv.compile(schema)
  return validate(value)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

const FORMATS = {
  'date-time': (text: string) => !Number.isNaN(Date.parse(text)),
  uri: (text: string) => URL.canParse(text),
  'uri-reference': (text: string) => URL.canParse(text, 'file:///'),
} as const
