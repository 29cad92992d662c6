import { notFound } from '../../kernel/errors.ts'
import { seededId } from '../../kernel/ids.ts'
import type { IdempotencyClaim } from '../../store/requests/idempotency-keys.ts'
import type { Page, Store } from '../../store/store.ts'
import { createProject, findProject, listProjects } from '../../store/workspaces/projects.ts'
import type { ProjectQuery, ProjectRecord } from '../../store/workspaces/workspace-records.ts'
import type { Caller, Reader } from '../worlds/caller.ts'
import { duplicateKey } from '../requests/idempotency.ts'
import { checkWorkspace } from './check-workspace.ts'

/** A project to create. */
interface CreateProject {
  readonly name: string
  readonly workspaceId: string
  /** Null for no folder. */
  readonly folderId: string | null
  readonly claim: IdempotencyClaim | null
}

/** Reads and creates projects. */
export class Projects {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** Returns null for an unknown project. */
  async find({ world }: Reader, id: string): Promise<ProjectRecord | null> {
    return this.#store.read(findProject(world.key, id))
  }

  /** @throws ApiError 404 for an unknown project */
  async get(reader: Reader, id: string): Promise<ProjectRecord> {
    const project = await this.find(reader, id)
    if (project === null) throw notFound()
    return project
  }

  /**
   * Lists the projects of a workspace, by recent activity.
   *
   * @throws ApiError 404 for an unknown workspace
   */
  async list({ world }: Reader, filter: Omit<ProjectQuery, 'world'>): Promise<Page<ProjectRecord>> {
    await checkWorkspace(this.#store, world, filter.workspaceId)
    return this.#store.read(listProjects({ world: world.key, ...filter }))
  }

  /** @throws ApiError 404 for an unknown workspace or folder, 409 for an idempotency key that was used */
  async create({ world, now }: Caller, command: CreateProject): Promise<ProjectRecord> {
    const { name, workspaceId, folderId, claim } = command
    await checkWorkspace(this.#store, world, workspaceId)
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
