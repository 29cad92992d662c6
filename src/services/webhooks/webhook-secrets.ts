import { nextOrdinal } from '../../kernel/ordinals.ts'
import { seededId } from '../../kernel/ids.ts'
import { epochMs } from '../../kernel/units.ts'
import type { Store } from '../../store/store.ts'
import type { WebhookSecrets } from '../../store/webhooks/webhook-records.ts'
import { findSecrets, rotateSecrets } from '../../store/webhooks/webhook-secrets.ts'
import { findWorkspace } from '../../store/workspaces/workspaces.ts'
import { unknownWorkspace } from '../workspaces/check-workspace.ts'
import type { World } from '../worlds/world.ts'

/** Secrets to sign with, newest first: two during the overlap after a rotation. */
export type ActiveSecrets = readonly [string, ...string[]]

/** Reads and rotates the secrets that sign webhooks, one for each workspace. */
export class SigningSecrets {
  readonly #store: Store
  readonly #defaultSecret: string

  /** @param defaultSecret of workspaces whose secret was never rotated */
  constructor(store: Store, defaultSecret: string) {
    this.#store = store
    this.#defaultSecret = defaultSecret
  }

  /** Returns the active secrets of a workspace, which may be unknown. */
  async current(world: World, workspaceId: string): Promise<ActiveSecrets> {
    const secrets = await this.#store.read(findSecrets(world.key, workspaceId))
    return secrets === null ? [this.#defaultSecret] : activeSecrets(secrets, world)
  }

  /** @throws ApiError 404 for an unknown workspace */
  async get(world: World, workspaceId: string): Promise<ActiveSecrets> {
    await this.#check(world, workspaceId)
    return this.current(world, workspaceId)
  }

  /**
   * Replaces the secret of a workspace. The previous one stays active for `overlapMs` of world time.
   *
   * @param options.secret null for a generated one
   * @throws ApiError 404 for an unknown workspace
   */
  async rotate(
    world: World,
    workspaceId: string,
    { secret, overlapMs }: { readonly secret: string | null; readonly overlapMs: number },
  ): Promise<ActiveSecrets> {
    const { key, seed, clock } = world
    const previousUntil = epochMs(clock.now() + overlapMs)
    const step = (before: WebhookSecrets | null): WebhookSecrets => {
      const rotations = nextOrdinal(before?.rotations)
      const made = seededId('whsec', `${seed}/${workspaceId}`, rotations)
      return {
        secret: secret ?? made,
        previous: before?.secret ?? this.#defaultSecret,
        previousUntil,
        rotations,
      }
    }
    const secrets = await this.#store.write(() => rotateSecrets(key, workspaceId, step))
    if (secrets === null) throw unknownWorkspace(workspaceId)
    return activeSecrets(secrets, world)
  }

  async #check({ key }: World, workspaceId: string): Promise<void> {
    if ((await this.#store.read(findWorkspace(key, workspaceId))) === null)
      throw unknownWorkspace(workspaceId)
  }
}

function activeSecrets({ secret, previous, previousUntil }: WebhookSecrets, { clock }: World): ActiveSecrets {
  const isOverlap = previous !== null && previousUntil !== null && clock.now() < previousUntil
  return isOverlap ? [secret, previous] : [secret]
}
