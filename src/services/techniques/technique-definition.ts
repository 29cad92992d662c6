import { type MicroUsd, microUsd } from '../../kernel/units.ts'
import type { FixtureTechnique } from '../../schemas/fixtures.ts'
import type { Technique, TechniqueIo } from '../../schemas/techniques/technique.ts'
import { toUsd } from '../../simulator/runs/price.ts'
import type { TechniqueRecord, TechniqueSlot } from '../../store/techniques/technique-records.ts'

/** An input of a technique. */
export interface TechniqueInput extends Pick<TechniqueIo, 'id' | 'type'> {
  readonly isOptional: boolean
  readonly takesSeveral: boolean
  /** True when the id of an element will do as the value. */
  readonly takesElement: boolean
}

/** An output of a technique. */
interface TechniqueOutput extends Pick<TechniqueIo, 'id' | 'type'> {
  readonly aspectRatio: string | undefined
  /** In seconds. */
  readonly duration: number | undefined
}

/** A technique of the fixtures or of a client. */
export interface TechniqueDefinition extends Pick<Technique, 'slug' | 'name'> {
  readonly id: string
  /** Reserved for each run. */
  readonly quote: MicroUsd
  /** Expected duration of a run in production. */
  readonly estimatedSeconds: number
  /** Number of equal steps in which a run progresses. */
  readonly steps: number
  readonly inputs: readonly TechniqueInput[]
  readonly outputs: readonly TechniqueOutput[]
  /** Null for a technique of the fixtures. */
  readonly created: Pick<TechniqueRecord, 'workspaceId' | 'projectId' | 'visibility' | 'createdAt'> | null
  /** The technique's representation in the API. */
  readonly record: Technique
}

/** Translates the names of the API, in which users write fixtures. */
export function toTechniqueDefinition(fixture: FixtureTechnique): TechniqueDefinition {
  const { estimated_seconds: estimatedSeconds, steps, ...record } = fixture
  const { technique_id: id, slug, name, run_cost: cost, inputs, outputs } = record
  return {
    id,
    slug,
    name,
    quote: microUsd(cost * 1_000_000),
    estimatedSeconds,
    steps,
    inputs: inputs.map(toInput),
    outputs: outputs.map(toOutput),
    created: null,
    record,
  }
}

/** Builds the definition of a technique that a client created. */
export function fromRecord(technique: TechniqueRecord): TechniqueDefinition {
  const { id, slug, name, description, quote, estimatedSeconds, steps } = technique
  const [inputs, outputs] = [technique.inputs.map(toIo), technique.outputs.map(toIo)]
  return {
    id,
    slug,
    name,
    quote,
    estimatedSeconds,
    steps,
    inputs: inputs.map(toInput),
    outputs: outputs.map(toOutput),
    created: technique,
    record: { technique_id: id, slug, name, description, run_cost: toUsd(quote), inputs, outputs },
  }
}

function toInput({ id, type, optional, allow_multiple, accepts_element }: TechniqueIo): TechniqueInput {
  return {
    id,
    type,
    isOptional: optional === true,
    takesSeveral: allow_multiple === true,
    takesElement: accepts_element === true,
  }
}

function toOutput({ id, type, specified_aspect_ratio, specified_duration }: TechniqueIo): TechniqueOutput {
  return { id, type, aspectRatio: specified_aspect_ratio, duration: specified_duration }
}

/** Translates a stored input or output to the names of the API. */
function toIo({ id, name, type, description, aspectRatio, duration }: TechniqueSlot): TechniqueIo {
  return {
    id,
    name,
    type,
    ...(description === undefined ? {} : { description }),
    ...(aspectRatio === undefined ? {} : { specified_aspect_ratio: aspectRatio }),
    ...(duration === undefined ? {} : { specified_duration: duration }),
  }
}
