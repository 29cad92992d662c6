import { type Static, Type } from 'typebox'
import { CHECK_IDS } from '../../../checks/check-ids.ts'
import { SEVERITIES } from '../../../kernel/severity.ts'
import { nullable } from '../../common.ts'

export const FindingQuery = Type.Object({
  ignore: Type.Optional(
    Type.String({
      description: 'Ids of checks to leave out, with commas between them.',
      examples: ['never-read'],
    }),
  ),
  final: Type.Optional(
    Type.Boolean({
      description:
        'True when the client has ended: the ends of its runs are then missed at once, rather than a minute of world time later, also those that a real or auto clock has yet to reach. False when absent.',
    }),
  ),
})
export type FindingQuery = Static<typeof FindingQuery>

export const FindingAnswer = Type.Object({
  check: Type.Enum([...CHECK_IDS], { type: 'string', description: 'Id of the check; see docs/checks.md.' }),
  severity: Type.Enum([...SEVERITIES], { type: 'string' }),
  message: Type.String({ description: 'What the client did, beginning with the consequence.' }),
  remedy: Type.String({ description: 'How to mend the client.' }),
  requests: Type.Array(Type.String(), { description: 'Ids of the requests that prove it, up to 20.' }),
  run_id: nullable(Type.String()),
  cost_usd: nullable(Type.Number(), 'What it costs or may cost.'),
  help: Type.String({
    description: 'Section of the documentation.',
    examples: ['docs/checks.md#retry-without-key'],
  }),
})
export type FindingAnswer = Static<typeof FindingAnswer>

export const FindingList = Type.Object({
  findings: Type.Array(FindingAnswer, { description: 'Errors first, then warnings, then infos.' }),
})
export type FindingList = Static<typeof FindingList>
