/** Members of bodies, paths and queries that hold the id of a project. */
const PROJECT_MEMBERS = ['project_id', 'projectId']

/** FLORA's guide to runs writes ids of projects as `proj_…`. Replaces the prefix by that of its reference, `prj_`. */
export function renewProjectIds(part: unknown): void {
  if (typeof part !== 'object' || part === null) return
  for (const name of PROJECT_MEMBERS) {
    const id: unknown = Object.getOwnPropertyDescriptor(part, name)?.value
    if (typeof id === 'string' && id.startsWith('proj_')) {
      Object.assign(part, { [name]: `prj_${id.slice('proj_'.length)}` })
    }
  }
}
