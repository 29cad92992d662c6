import type { KeyHolder } from './api-keys.ts'
import type { World } from './world.ts'

/** Who makes a request, and in which world. */
export interface Caller extends Omit<KeyHolder, 'worldName'> {
  readonly world: World
}
