import { type Static, Type } from 'typebox'
import { Project } from '../../workspaces/project.ts'

export const ProjectRecordQuery = Type.Object({
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1000, description: 'Projects of each workspace; 100 when absent.' }),
  ),
})
export type ProjectRecordQuery = Static<typeof ProjectRecordQuery>

export const ProjectRecordList = Type.Object({
  projects: Type.Array(Type.Object(Project.properties), {
    description: 'By workspace, in the order of `GET …/workspaces`; newest first within each.',
  }),
})
export type ProjectRecordList = Static<typeof ProjectRecordList>
