import { type ApiError, validationError } from '../../kernel/errors.ts'
import type { ModelsFixture } from '../../schemas/fixtures.ts'
import type { Model } from '../../schemas/models/model.ts'
import type { MediaType } from '../../simulator/runs/plan.ts'

/** The models of the fixtures, which never change while the emulator runs. */
export class Catalogue {
  readonly #models: ModelsFixture
  readonly #byId: ReadonlyMap<string, Model>

  constructor(models: ModelsFixture) {
    this.#models = models
    this.#byId = new Map(models.map((model) => [model.model_id, model]))
  }

  /** In catalogue order; null for all types. */
  list(type: MediaType | null): readonly Model[] {
    return type === null ? this.#models : this.#models.filter((model) => model.type === type)
  }

  /** The id of the model that is used when none is asked for; null for an unknown type. */
  defaultModel(type: string | null): string | null {
    return this.#models.find((model) => model.type === type)?.model_id ?? null
  }

  /** What people call a model; null for an unknown one. */
  nameOf(id: string | null): string | null {
    return id === null ? null : (this.#byId.get(id)?.name ?? null)
  }

  /** The requested model, or the first of the type without one. Null when there is none of that type. */
  choose(type: MediaType, id: string | null): Model | null {
    const model = id === null ? this.list(type)[0] : this.#byId.get(id)
    return model !== undefined && model.type === type ? model : null
  }

  /** The error for a model that `choose` does not find, with the ids that it would accept. */
  unavailable(type: MediaType, id: string | null): ApiError {
    const available = this.list(type).map((candidate) => candidate.model_id)
    const message = `Model "${id ?? ''}" is not available. Available ${type} models: ${available.join(', ')}.`
    return validationError([{ field: 'model', message }], message)
  }
}
