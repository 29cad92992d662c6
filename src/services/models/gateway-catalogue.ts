import { type ApiError, validationError } from '../../kernel/errors.ts'
import type { GatewayModelsFixture } from '../../schemas/fixtures.ts'
import type { GatewayModel } from '../../schemas/models/gateway-model.ts'
import { toModelParam } from '../../simulator/models/gateway-params.ts'
import { fitsParams, type InputMedia } from '../../simulator/models/input-modes.ts'
import type { MediaType } from '../../simulator/runs/plan.ts'
import { quoteOf } from '../../simulator/runs/price.ts'
import type { RunnableModel } from './runnable-model.ts'

/** A model of the gateway. */
export interface GatewayCatalogueModel extends RunnableModel {
  /** The model's representation in the API. */
  readonly record: GatewayModel
}

/** The gateway models of the fixtures. They do not change while the emulator runs. */
export class GatewayCatalogue {
  readonly #models: readonly GatewayCatalogueModel[]
  readonly #byId: ReadonlyMap<string, GatewayCatalogueModel>

  constructor(fixtures: GatewayModelsFixture) {
    this.#models = fixtures.map(toModel)
    this.#byId = new Map(this.#models.map((model) => [model.id, model]))
  }

  /**
   * Lists models in catalogue order.
   *
   * @param type null for all types
   */
  list(type: MediaType | null): readonly GatewayCatalogueModel[] {
    return type === null ? this.#models : this.#models.filter((model) => model.type === type)
  }

  /** Finds a model by its canonical id. Returns null for an unknown id. */
  find(id: string): GatewayCatalogueModel | null {
    return this.#byId.get(id) ?? null
  }

  /** The 400 for a model that `find` does not find. Its message lists all models. */
  unavailable(id: string): ApiError {
    const validValues = this.#models.map((model) => model.id)
    const message = `Model "${id}" is not available. Available gateway models: ${validValues.join(', ')}.`
    return validationError([{ field: 'model', code: 'unknown_model', message, validValues }], message)
  }
}

/** Translates the names of the API, in which users write fixtures. The API does not show the price. */
function toModel({
  estimated_credits: credits,
  ...record
}: GatewayModelsFixture[number]): GatewayCatalogueModel {
  const { model_id: id, name, type, estimated_seconds: estimatedSeconds } = record
  const params = record.params.map(toModelParam)
  const fits = (media: InputMedia): boolean => fitsParams(record.params, media)
  return { id, name, type, params, quote: quoteOf(credits), estimatedSeconds, fits, record }
}
