import type { MicroUsd } from '../../kernel/units.ts'
import type { Model } from '../../schemas/models/model.ts'
import type { InputMedia } from '../../simulator/models/input-modes.ts'

/** What a run needs to know of its model, from either catalogue. */
export interface RunnableModel extends Pick<Model, 'name' | 'type' | 'params'> {
  readonly id: string
  /** Reserved for each run. */
  readonly quote: MicroUsd
  /** Expected duration of a run in production. */
  readonly estimatedSeconds: number
  /** True if the model can work with these inputs. */
  readonly fits: (media: InputMedia) => boolean
}
