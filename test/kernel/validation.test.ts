import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { ActionsFixture, ModelsFixture, WorldFixture } from '../../src/schemas/fixtures.ts'
import { components } from '../../src/schemas/components.ts'
import { createCompiler } from '../../src/kernel/validation.ts'

test('every schema is valid JSON Schema, which the emulator does not check at its start', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  for (const schema of [...components, ActionsFixture, ModelsFixture, WorldFixture]) {
    expect(ajv.validateSchema(schema), ajv.errorsText(ajv.errors)).toBe(true)
  }
})

const url = (publicCallbacks: boolean) => {
  const compile = createCompiler({ coerce: false, closed: false, publicCallbacks, schemas: [] })
  const validate = compile({ type: 'string', format: 'callback-uri' })
  return (value: string) => validate(value).length === 0
}

test.each([
  'http://127.0.0.1/hook',
  'https://localhost/hook',
  'https://a.localhost/hook',
  'https://printer.local/hook',
  'https://db.internal/hook',
  'https://10.1.2.3/hook',
  'https://0x7f.1/hook',
  'https://2130706433/hook',
  'https://172.20.0.1/hook',
  'https://192.168.0.1/hook',
  'https://169.254.169.254/latest',
  'https://100.64.0.1/hook',
  'https://[::1]/hook',
  'https://[::ffff:127.0.0.1]/hook',
  'https://[fd00::1]/hook',
  'http://example.com/hook',
])('the callback %s is accepted by default, and refused by the rules of production', (value) => {
  expect(url(false)(value)).toBe(true)
  expect(url(true)(value)).toBe(false)
})

test.each(['https://example.com/hook', 'https://172.32.0.1/', 'https://[2606:4700::1111]/'])(
  'the callback %s is always accepted',
  (value) => {
    expect(url(false)(value)).toBe(true)
    expect(url(true)(value)).toBe(true)
  },
)

test('every problem of a document is reported, and the first alone of one with too many values', () => {
  const compile = createCompiler({ coerce: false, closed: false, publicCallbacks: false, schemas: [] })
  const validate = compile({ type: 'array', items: { type: 'string' } })
  expect(validate(Array.from({ length: 1000 }, () => 1))).toHaveLength(1000)
  expect(validate(Array.from({ length: 500_000 }, () => 1))).toHaveLength(1)
  expect(validate(Array.from({ length: 500_000 }, () => 'a'))).toEqual([])
})
