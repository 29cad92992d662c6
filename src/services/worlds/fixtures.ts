import type {
  ActionsFixture,
  GatewayModelsFixture,
  ModelsFixture,
  TechniquesFixture,
  WorldFixture,
} from '../../schemas/fixtures.ts'
import type { AssetContent } from '../../store/assets/asset-records.ts'

/** Data of new worlds, and the catalogues. Members have the names of the API, because users write these files. */
export interface Fixtures {
  readonly models: ModelsFixture
  readonly gatewayModels: GatewayModelsFixture
  readonly actions: ActionsFixture
  readonly techniques: TechniquesFixture
  readonly world: WorldFixture
  /** File of the sample assets. */
  readonly picture: { readonly bytes: Uint8Array; readonly content: AssetContent }
}
