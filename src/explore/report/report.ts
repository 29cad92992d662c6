import { type Static, Type } from 'typebox'
import { FAULT_IDS } from '../faults/catalogue.ts'

/** Verdicts, gravest first. */
const VERDICTS = ['overpaid', 'wrong', 'hung', 'reported', 'survived', 'not exercised'] as const
export type Verdict = (typeof VERDICTS)[number]

/** Verdicts that make `explore` exit with 1. */
const FAILURES = ['overpaid', 'wrong', 'hung'] as const satisfies readonly Verdict[]

export const isFailure = ({ verdict }: { readonly verdict: Verdict }): boolean =>
  FAILURES.some((failure) => failure === verdict)

const Nullable = <Schema extends Parameters<typeof Type.Union>[0][number]>(schema: Schema) =>
  Type.Union([schema, Type.Null()])

const FaultName = Type.Enum([...FAULT_IDS], { type: 'string' })
const Usd = (description: string) => Type.Number({ description })

const Call = Type.Object({
  operation: Type.String({ description: 'operationId.' }),
  call: Type.Integer({ minimum: 1, description: 'Counts the calls of this operation, from 1.' }),
})

const Finding = Type.Object({ check: Type.String(), message: Type.String() })

export const Result = Type.Object({
  token: Type.String({ description: 'Value of `--replay`.', examples: ['drop-after@startGeneration:1'] }),
  faults: Type.Array(Type.Object({ fault: FaultName, ...Call.properties }), { minItems: 1, maxItems: 2 }),
  verdict: Type.Enum([...VERDICTS], { type: 'string' }),
  reason: Type.String(),
  exit_code: Nullable(Type.Integer()),
  duration_ms: Type.Number(),
  cost_usd: Usd('Cost of all runs that completed.'),
  extra_cost_usd: Usd('Cost beyond the undisturbed run.'),
  requests: Type.Array(
    Type.Object({ method: Type.String(), path: Type.String(), status: Nullable(Type.Integer()) }),
    { description: 'The disturbed request and those after it.' },
  ),
  requests_omitted: Type.Integer({ minimum: 0 }),
  findings: Type.Array(Finding),
  output: Type.String({
    description: 'End of what the client printed; empty unless the verdict is a failure.',
  }),
  reproduce: Type.String({
    description: 'Command, or option of `explore`, that runs this experiment alone.',
  }),
  shrunk_to: Nullable(Type.String({ description: 'Token of the one fault that suffices for this verdict.' })),
})
export type Result = Static<typeof Result>

const Interleavings = Type.Object({
  tried: Type.Integer({ description: 'Orders tried before the first failure.' }),
  failure: Nullable(
    Type.Object({
      verdict: Type.Enum([...FAILURES], { type: 'string' }),
      reason: Type.String(),
      order: Type.Array(Type.String(), { description: 'The steps, in the order that fails.' }),
      token: Type.String({ description: 'Value of `replay`.' }),
    }),
  ),
})
export type Interleavings = Static<typeof Interleavings>

/** Report of an exploration, as `--format json` prints it. */
export const Report = Type.Object(
  {
    version: Type.Literal(1),
    command: Type.String({ description: 'The command; empty in process.' }),
    seed: Type.String(),
    slow_seconds: Type.Number(),
    timeout_seconds: Type.Number(),
    baseline: Type.Object({
      calls: Type.Integer(),
      runs: Type.Integer(),
      cost_usd: Usd('Cost of an undisturbed run.'),
      duration_ms: Type.Number(),
      findings: Type.Array(Finding, {
        description: 'Mistakes without any fault. Results do not repeat them.',
      }),
    }),
    sites: Type.Array(Call, { description: 'Calls of the undisturbed run, in their order.' }),
    possible: Type.Integer({ description: 'Number of experiments that the options allow.' }),
    planned: Type.Integer({ description: 'Number of experiments chosen; a seeded sample when it is lower.' }),
    interrupted: Type.Boolean(),
    results: Type.Array(Result),
    interleavings: Nullable(Interleavings),
  },
  { $id: 'flora-emulator-explore-report', title: 'Report of flora-emulator explore' },
)
export type Report = Static<typeof Report>

/** Returns the failures, gravest first. */
export const failuresOf = ({ results }: Pick<Report, 'results'>): readonly Result[] =>
  FAILURES.flatMap((failure) => results.filter(({ verdict }) => verdict === failure))

/** Counts the results by verdict, gravest first, without verdicts that nothing has. */
export function countsOf({ results }: Pick<Report, 'results'>): readonly (readonly [Verdict, number])[] {
  return VERDICTS.map((verdict) => {
    const { length } = results.filter((result) => result.verdict === verdict)
    return [verdict, length] as const
  }).filter(([, count]) => count > 0)
}

/** Writes a count with its noun: `1 run`, `2 runs`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
