import { type Static, Type } from 'typebox'
import { component, Meta, PageQuery, ProjectId, ref, UnixMs, WorkspaceId } from '../common.ts'

export const Project = component(
  'Project',
  'sdk',
  Type.Object(
    {
      project_id: ProjectId,
      name: Type.String({ examples: ['Spring Campaign'] }),
      workspace_id: WorkspaceId,
      origin: Type.Union([Type.String(), Type.Null()], {
        description: 'Origin of the project.',
        examples: ['api'],
      }),
      last_modified: Type.Union([UnixMs('When something last happened in it.'), Type.Null()]),
      created_at: UnixMs('Time of creation.'),
    },
    { description: 'A project: a canvas that generations belong to.' },
  ),
)
export type Project = Static<typeof Project>

export const ProjectRequest = component(
  'ProjectRequest',
  'sdk',
  Type.Object(
    { name: Type.String({ minLength: 1 }), workspace_id: WorkspaceId },
    { examples: [{ name: 'Autumn Campaign', workspace_id: 'ws_abc123' }] },
  ),
)
export type ProjectRequest = Static<typeof ProjectRequest>

export const WorkspaceProjectRequest = component(
  'WorkspaceProjectRequest',
  'sdk',
  Type.Object({ name: Type.String({ minLength: 1 }) }, { examples: [{ name: 'Autumn Campaign' }] }),
)
export type WorkspaceProjectRequest = Static<typeof WorkspaceProjectRequest>

export const ProjectQuery = Type.Object({
  ...PageQuery,
  workspace_id: WorkspaceId,
  query: Type.Optional(Type.String({ description: 'A part of the name, in any case.' })),
})

export const ProjectPage = component(
  'ProjectPage',
  'sdk',
  Type.Object({ projects: Type.Array(ref(Project)), meta: ref(Meta) }),
)
export type ProjectPage = Static<typeof ProjectPage>
