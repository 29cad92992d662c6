import type { Project } from '../../schemas/workspaces/project.ts'
import { world } from '../api/client.ts'
import { worldName } from './route.ts'
import { type Live, useLive } from './use-live.ts'

/** Loads the projects of all workspaces of the current world. */
export function useProjects(): Live<readonly Project[]> {
  const name = worldName.value
  return useLive(async () => world(name).projects(), [name], { on: ({ type }) => type === 'reset' })
}
