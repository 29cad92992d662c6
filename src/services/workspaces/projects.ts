import { notFound } from '../../kernel/errors.ts'
import { seededId } from '../../kernel/ids.ts'
import type { IdempotencyClaim } from '../../store/requests/idempotency-keys.ts'
import type { Page, Store } from '../../store/store.ts'
import { createProject, findProject, listProjects } from '../../store/workspaces/projects.ts'
import type { ProjectRecord } from '../../store/workspaces/workspace-records.ts'
import { findWorkspace } from '../../store/workspaces/workspaces.ts'
import type { Caller, Reader } from '../worlds/caller.ts'
import { duplicateKey } from '../requests/idempotency.ts'

interface CreateProject {
  readonly name: string
  readonly workspaceId: string
  /** Null for none. */
  readonly folderId: string | null
  readonly claim: IdempotencyClaim | null
}

interface ProjectFilter {
  readonly workspaceId: string
  readonly search: string | null
  readonly before: number | null
  readonly limit: number
}

export class Projects {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** Returns null for an unknown project. */
  async find({ world }: Reader, id: string): Promise<ProjectRecord | null> {
    return this.#store.read(findProject(world.key, id))
  }

  /** Throws 404 for an unknown project. */
  async get(reader: Reader, id: string): Promise<ProjectRecord> {
    const project = await this.find(reader, id)
    if (project === null) throw notFound()
    return project
  }

  /** A workspace's projects, newest first. */
  async list({ world }: Reader, filter: ProjectFilter): Promise<Page<ProjectRecord>> {
    if ((await this.#store.read(findWorkspace(world.key, filter.workspaceId))) === null) throw notFound()
    return this.#store.read(listProjects({ world: world.key, ...filter }))
  }

  /** @throws ApiError 404 for an unknown workspace or folder */
  async create({ world, now }: Caller, command: CreateProject): Promise<ProjectRecord> {
    const { name, workspaceId, folderId, claim } = command
    if ((await this.#store.read(findWorkspace(world.key, workspaceId))) === null) throw notFound()
    const build = (ordinal: number) => {
      const id = seededId('prj', world.seed, ordinal)
      return { id, workspaceId, name, origin: 'api', createdAt: now }
    }
    const steps = () => createProject({ world: world.key, folderId, claim, build }, now)
    const result = await this.#store.write(steps)
    switch (result.outcome) {
      case 'created':
        return result.project
      case 'duplicate_key':
        throw duplicateKey()
      case 'unknown_workspace':
      case 'unknown_folder':
        throw notFound()
    }
  }
}
