import type { KeyHolder } from './keys.ts'
import type { World } from './worlds.ts'

/** Who makes a request, and in which world. */
export interface Caller extends Omit<KeyHolder, 'worldName'> {
  readonly world: World
}
