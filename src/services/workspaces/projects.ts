import { notFound } from '../../kernel/errors.ts'
import { seededId } from '../../kernel/ids.ts'
import type { IdempotencyClaim, Page, ProjectRecord, Store } from '../../store/store.ts'
import type { Caller } from '../worlds/caller.ts'
import { duplicateKey } from '../requests/idempotency.ts'

export type ProjectView = ProjectRecord

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

  async get({ world }: Caller, id: string): Promise<ProjectRecord> {
    const project = await this.#store.findProject(world.key, id)
    if (project === null) throw notFound()
    return project
  }

  /** A workspace's projects, newest first. */
  async list({ world }: Caller, filter: ProjectFilter): Promise<Page<ProjectRecord>> {
    if ((await this.#store.findWorkspace(world.key, filter.workspaceId)) === null) throw notFound()
    return this.#store.listProjects({ world: world.key, ...filter })
  }

  async create(
    { world }: Caller,
    { name, workspaceId, folderId, claim }: CreateProject,
  ): Promise<ProjectRecord> {
    const createdAt = world.clock.now()
    if ((await this.#store.findWorkspace(world.key, workspaceId)) === null) throw notFound()
    const build = (ordinal: number) => {
      const id = seededId('prj', world.seed, ordinal)
      // SQLite keeps UTF-8, which has no half surrogate pairs; replaced here, every answer has the same name.
      return { id, workspaceId, name: name.toWellFormed(), origin: 'api', createdAt }
    }
    const result = await this.#store.createProject({ world: world.key, folderId, claim, build }, createdAt)
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
