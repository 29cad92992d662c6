import { type MicroUsd, microUsd } from '../../kernel/units.ts'
import type { Action, ActionId } from '../../schemas/actions/action.ts'
import type { ActionsFixture } from '../../schemas/fixtures.ts'

type Param = Action['params'][number]

/** A parameter of an action. */
export interface ActionParam extends Pick<Param, 'key' | 'type'> {
  /** Values of a `select`. */
  readonly options: readonly string[]
  /** Range of a `number`. */
  readonly min: number
  readonly max: number
}

/** An action of the fixtures. */
export interface ActionDefinition extends Pick<Action, 'name' | 'inputs' | 'outputs'> {
  readonly id: ActionId
  /** Ids by which older SDKs know the action. */
  readonly legacyIds: readonly string[]
  /** Reserved for each run. */
  readonly quote: MicroUsd
  /** Expected duration of a run in production. */
  readonly estimatedSeconds: number
  readonly params: readonly ActionParam[]
  /** Values of the parameters that a run does not set. */
  readonly defaults: Readonly<Record<string, unknown>>
  /** The action's representation in the API. */
  readonly record: Action
}

/** Measured in production. */
const ESTIMATED_SECONDS = 9

/** Translates the names of the API, in which users write fixtures. */
export function toActionDefinition(fixture: ActionsFixture[number]): ActionDefinition {
  const {
    legacy_action_ids: legacyIds = [],
    estimated_seconds: estimatedSeconds = ESTIMATED_SECONDS,
    ...record
  } = fixture
  const { action_id: id, name, charged_cost: cost, inputs, outputs, params } = record
  const withDefault = params.filter((param) => 'default_value' in param)
  return {
    id,
    legacyIds,
    name,
    quote: microUsd(cost * 1_000_000),
    estimatedSeconds,
    inputs,
    outputs,
    params: params.map(toParam),
    defaults: Object.fromEntries(withDefault.map((param) => [param.key, param.default_value])),
    record,
  }
}

function toParam({
  key,
  type,
  available_values: values = [],
  min_number_value: min = -Infinity,
  max_number_value: max = Infinity,
}: Param): ActionParam {
  return { key, type, options: values.map(({ value }) => value), min, max }
}
