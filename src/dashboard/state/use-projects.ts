import type { Project } from '../../schemas/workspaces/project.ts'
import { world } from '../api/client.ts'
import { flora } from '../api/flora.ts'
import { type Live, useLive } from './use-live.ts'
import { currentWorld } from './world.ts'

/** The projects of all workspaces of the world that is shown, as a client of it sees them; null until they are known. */
export function useProjects(): Live<readonly Project[] | null> {
  const name = currentWorld.value?.name ?? null
  const apiKey = currentWorld.value?.api_key ?? ''
  return useLive(
    async () => {
      if (name === null) return null
      const workspaces = await world(name).workspaces.list()
      const lists = await Promise.all(
        workspaces.map(async (each) => flora(apiKey).projects(each.workspace_id)),
      )
      return lists.flat()
    },
    [name],
    { on: ({ type }) => type === 'reset' },
  )
}
