import { Type } from 'typebox'
import { VISIBILITIES } from '../../../simulator/techniques/visibility.ts'
import { IoType } from '../../techniques/technique.ts'
import { Amount, closed, Id, Instant, Ordinal, Text } from './snapshot-values.ts'

const Slot = closed({
  id: Type.String({ pattern: '^[A-Za-z0-9_-]{1,100}$' }),
  nodeId: Text,
  name: Text,
  type: IoType,
  description: Type.Optional(Text),
  aspectRatio: Type.Optional(Text),
  duration: Type.Optional(Type.Number({ minimum: 0 })),
})

/** A technique that a client created. */
export const TechniqueRow = closed({
  ordinal: Ordinal,
  id: Id('tech'),
  // Without an underscore, which tells ids from slugs.
  slug: Type.String({ pattern: '^[A-Za-z0-9-]+$' }),
  workspace_id: Text,
  project_id: Text,
  name: Text,
  description: Text,
  search_folded: Text,
  visibility: Type.Enum([...VISIBILITIES], { type: 'string' }),
  quote_micro_usd: Amount,
  estimated_seconds: Type.Number({ minimum: 0, maximum: 86_400 }),
  steps: Type.Integer({ minimum: 1, maximum: 100 }),
  technique_inputs: Type.Array(Slot),
  technique_outputs: Type.Array(Slot, { minItems: 1 }),
  technique_details: Type.Record(Type.String(), Type.Unknown()),
  created_at: Instant,
})
