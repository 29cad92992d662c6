import { type Static, Type } from 'typebox'
import { Project } from '../../workspaces/project.ts'

export const ProjectRecordQuery = Type.Object({
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1000,
      description: 'Maximum of projects of each workspace. Default: 100.',
    }),
  ),
})
export type ProjectRecordQuery = Static<typeof ProjectRecordQuery>

export const ProjectRecordList = Type.Object({
  projects: Type.Array(Type.Object(Project.properties), {
    description: 'Sorted by workspace in the order of `GET …/workspaces`, then newest first.',
  }),
})
export type ProjectRecordList = Static<typeof ProjectRecordList>
