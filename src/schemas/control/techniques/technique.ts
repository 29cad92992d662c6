import { type Static, Type } from 'typebox'
import { VISIBILITIES } from '../../../simulator/techniques/visibility.ts'
import { nullable, ProjectId, UnixMs, WorkspaceId } from '../../common.ts'
import { TechniqueIo, techniqueMembers } from '../../techniques/technique.ts'

export const TechniqueRecordQuery = Type.Object({
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1000, description: 'Maximum of techniques. Default: 100.' }),
  ),
})
export type TechniqueRecordQuery = Static<typeof TechniqueRecordQuery>

const Io = Type.Array(Type.Object(TechniqueIo.properties))

/** A technique with where it comes from. */
export const TechniqueRecordList = Type.Object({
  techniques: Type.Array(
    Type.Object({
      ...techniqueMembers,
      inputs: Io,
      outputs: Io,
      estimated_seconds: Type.Number({ description: 'Duration of a run in production.' }),
      steps: Type.Integer({ description: 'Steps of the progress of a run.' }),
      created: nullable(
        Type.Object({
          workspace_id: WorkspaceId,
          project_id: ProjectId,
          visibility: Type.Enum([...VISIBILITIES], { type: 'string' }),
          created_at: UnixMs('When a client created it.'),
        }),
        'Null for techniques of the fixtures.',
      ),
    }),
    { description: 'Techniques of clients, newest first, then those of the fixtures in order of names.' },
  ),
  count: Type.Integer({ description: 'Number of techniques in all.' }),
})
export type TechniqueRecordList = Static<typeof TechniqueRecordList>
