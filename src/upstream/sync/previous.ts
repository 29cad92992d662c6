import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFile } from '../../config/package-root.ts'
import type {
  ActionsFixture,
  ModelsFixture,
  TechniquesFixture,
  WorldFixture,
} from '../../schemas/fixtures.ts'

export interface FixtureSet {
  readonly models: ModelsFixture
  readonly actions: ActionsFixture
  readonly techniques: TechniquesFixture
  readonly world: WorldFixture
}

export type FixtureName = keyof FixtureSet

export const FIXTURE_FILES: readonly FixtureName[] = ['models', 'actions', 'techniques', 'world']

export const fileOf = (folder: string, name: FixtureName): string => join(folder, `${name}.json`)

/** Fixtures that a synchronization starts from. */
export interface Previous {
  readonly fixtures: FixtureSet
  /** Files that the folder has. The shipped ones stand in for the others. */
  readonly own: ReadonlySet<FixtureName>
}

/** Reads the fixtures of a folder, which have been validated before. */
export function readPrevious(folder: string): Previous {
  const own = new Set(FIXTURE_FILES.filter((name) => existsSync(fileOf(folder, name))))
  const read = (name: FixtureName): unknown => {
    const file = own.has(name) ? fileOf(folder, name) : packageFile(`fixtures/${name}.json`)
    return JSON.parse(readFileSync(file, 'utf8'))
  }
  const fixtures = {
    models: read('models') as ModelsFixture,
    actions: read('actions') as ActionsFixture,
    techniques: read('techniques') as TechniquesFixture,
    world: read('world') as WorldFixture,
  }
  return { fixtures, own }
}
