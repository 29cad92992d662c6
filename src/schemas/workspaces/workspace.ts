import { type Static, Type } from 'typebox'
import { component, ref, UnixMs, WorkspaceId } from '../common.ts'

export const Workspace = component(
  'Workspace',
  'sdk',
  Type.Object(
    {
      workspace_id: WorkspaceId,
      name: Type.String({ examples: ['Brand Studio'] }),
      role: Type.String({ description: "The key's role.", examples: ['owner'] }),
      created_at: Type.Union([UnixMs('Time of creation.'), Type.Null()]),
    },
    { description: 'A workspace that the key can use.' },
  ),
)

export const WorkspaceList = component(
  'WorkspaceList',
  'sdk',
  Type.Object({ workspaces: Type.Array(ref(Workspace)) }),
)
export type WorkspaceList = Static<typeof WorkspaceList>
