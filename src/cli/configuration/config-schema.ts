import { Type } from 'typebox'
import { OPTION_NAMES, OPTIONS } from '../../config/options.ts'
import { WORLD_NAME } from '../../kernel/names.ts'
import { closeObjects } from '../../kernel/validation.ts'
import { RuleBody } from '../../schemas/control/rules/rule.ts'
import { WorldConfigBody } from '../../schemas/control/worlds/world.ts'
import type { MemberSchema } from './check-members.ts'

const rulesOf = (whose: string) =>
  Type.Array(RuleBody, { description: `Rules of ${whose}. With a database they replace those that it has.` })

const STATE = {
  worlds: Type.Object(
    {},
    {
      description: 'Worlds to create or configure at the start, by name.',
      propertyNames: { pattern: WORLD_NAME.source },
      additionalProperties: Type.Object({
        ...WorldConfigBody.properties,
        rules: Type.Optional(rulesOf('the world')),
      }),
    },
  ),
  rules: rulesOf('the world `default`'),
}

/** Schemas of the members that are no options, and that JSON can hold. */
export const STATE_MEMBERS = closeObjects(JSON.parse(JSON.stringify(STATE))) as {
  readonly worlds: MemberSchema
  readonly rules: MemberSchema
}

/** The member that only JavaScript can hold. */
export const SETUP = 'setup'

/** JSON Schema of `flora-emulator.config.json`. */
export function configSchema(): object {
  const options = OPTION_NAMES.map((name) => {
    const { help, schema, fallback, fallbackText } = OPTIONS[name]
    const isPlain = ['number', 'boolean'].includes(typeof fallback) || fallback === fallbackText
    return [
      name,
      { ...schema, description: `${help} (default: ${fallbackText})`, ...(isPlain && { default: fallback }) },
    ]
  })
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Configuration of flora-emulator',
    type: 'object',
    properties: {
      $schema: { type: 'string' },
      ...(Object.fromEntries(options) as object),
      ...STATE_MEMBERS,
    },
    additionalProperties: false,
  }
}
