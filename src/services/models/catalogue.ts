import { type ApiError, validationError } from '../../kernel/errors.ts'
import type { GatewayModelsFixture, ModelsFixture } from '../../schemas/fixtures.ts'
import type { Model } from '../../schemas/models/model.ts'
import { fitsCapabilities, type InputMedia } from '../../simulator/models/input-modes.ts'
import type { MediaType } from '../../simulator/runs/plan.ts'
import { quoteOf } from '../../simulator/runs/price.ts'
import { GatewayCatalogue } from './gateway-catalogue.ts'
import type { RunnableModel } from './runnable-model.ts'

/** A model of the fixtures. */
export interface CatalogueModel extends RunnableModel {
  /** The fixture, which is also the model's representation in the API. */
  readonly record: Model
}

/** The models of the fixtures. They do not change while the emulator runs. */
export class Catalogue {
  /** The models of the gateway, which only its own operations list. */
  readonly gateway: GatewayCatalogue
  readonly #models: readonly CatalogueModel[]
  readonly #byId: ReadonlyMap<string, CatalogueModel>

  constructor(fixtures: ModelsFixture, gatewayFixtures: GatewayModelsFixture) {
    this.gateway = new GatewayCatalogue(gatewayFixtures)
    this.#models = fixtures.map(toModel)
    this.#byId = new Map(this.#models.map((model) => [model.id, model]))
  }

  /**
   * Lists models in catalogue order.
   *
   * @param type null for all types
   */
  list(type: MediaType | null): readonly CatalogueModel[] {
    return type === null ? this.#models : this.#models.filter((model) => model.type === type)
  }

  /**
   * Lists models of this catalogue, and then those of the gateway.
   *
   * @param type null for all types
   */
  all(type: MediaType | null): readonly RunnableModel[] {
    return [...this.list(type), ...this.gateway.list(type)]
  }

  /** Returns the id of the first model of a type, the default of requests. Null for an unknown type. */
  defaultModel(type: string | null): string | null {
    return this.#models.find((model) => model.type === type)?.id ?? null
  }

  /** Finds a model of this catalogue or of the gateway by its id. Returns null for an unknown id. */
  find(id: string): RunnableModel | null {
    return this.#byId.get(id) ?? this.gateway.find(id)
  }

  /** Finds a model as `find` does, or by its display name in one type. */
  findNamed(type: MediaType, name: string): RunnableModel | null {
    const model = this.find(name)
    if (model?.type === type) return model
    return this.all(type).find((candidate) => candidate.name === name) ?? null
  }

  /** Returns the display name of a model. Null for an unknown id. */
  nameOf(id: string | null): string | null {
    return id === null ? null : (this.find(id)?.name ?? null)
  }

  /** The requested model, or the first of the type without one. Null when there is none of that type. */
  choose(type: MediaType, id: string | null): CatalogueModel | null {
    const model = id === null ? this.list(type)[0] : this.#byId.get(id)
    return model !== undefined && model.type === type ? model : null
  }

  /** The 400 for a model that `choose` does not find. Its message lists the models of the type. */
  unavailable(type: MediaType, id: string | null): ApiError {
    const available = this.list(type).map((candidate) => candidate.id)
    const message = `Model "${id ?? ''}" is not available. Available ${type} models: ${available.join(', ')}.`
    const problem = { field: 'model', code: 'unknown_model', message, validValues: available }
    return validationError([problem], message)
  }
}

/** Translates the names of the API, in which users write fixtures. */
function toModel(record: Model): CatalogueModel {
  const { model_id: id, name, type, params, estimated_credits, estimated_seconds: estimatedSeconds } = record
  const fits = (media: InputMedia): boolean => fitsCapabilities(record.capabilities, media)
  return { id, name, type, params, quote: quoteOf(estimated_credits), estimatedSeconds, fits, record }
}
