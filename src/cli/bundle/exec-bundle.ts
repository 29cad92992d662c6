import { Cleaner } from '../../bundle/clean.ts'
import { cleanSnapshot } from '../../bundle/clean-snapshot.ts'
import { KeyReferences } from '../../bundle/key-reference.ts'
import { recordedOptions } from '../../bundle/options.ts'
import { OutputTail } from '../../bundle/output-tail.ts'
import { worldFile } from '../../bundle/read-bundle.ts'
import { Recorder } from '../../bundle/recorder.ts'
import { writeBundle } from '../../bundle/write-bundle.ts'
import { type Config, floraApiKey } from '../../config/config.ts'
import { checkWritable } from '../../config/write-file.ts'
import { wallNow } from '../../kernel/clock.ts'
import { StartError, reasonOf } from '../../kernel/errors.ts'
import { newSeed } from '../../kernel/ids.ts'
import { CONTROL_PREFIX } from '../../kernel/paths.ts'
import { KnownSecrets } from '../../kernel/text/known-secrets.ts'
import type { ServedEmulator, ServeExtras } from '../../server/emulator.ts'
import type { WorldReview } from '../../server/review.ts'

/** Lists of the control API, with their largest pages. The journal is redacted when it is recorded. */
const LISTS = [
  ['requests', '/requests?limit=1000'],
  ['deliveries', '/webhooks?limit=1000'],
  ['ledger', '/ledger?limit=10000'],
] as const

/** How the command ended. */
export interface Ended {
  readonly command: readonly string[]
  readonly code: number
  readonly reviews: readonly WorldReview[]
}

/** Records what a command does, for `exec --bundle`. */
export class ExecBundle {
  /** With a seed, so that a replay gives the same ids. */
  readonly config: Config
  readonly output = new OutputTail()
  readonly #file
  readonly #secrets = new KnownSecrets()
  readonly #cleaner = new Cleaner(this.#secrets)
  readonly #recorder = new Recorder(this.#secrets)

  /** @throws {StartError} exit code 4, when the bundle could not be written */
  constructor(file: string, config: Config) {
    try {
      checkWritable(file)
    } catch (error) {
      throw new StartError(4, `--bundle ${file}: ${reasonOf(error)}`, { cause: error })
    }
    this.#file = file
    this.config = { ...config, seed: config.seed ?? newSeed() }
    for (const secret of [floraApiKey(), config.controlToken])
      if (secret !== null) this.#secrets.learn(secret)
  }

  get extras(): ServeExtras {
    return { extendServer: (app) => this.#recorder.tap.attach(app) }
  }

  /** Begins to record. */
  start(emulator: ServedEmulator): void {
    const { services } = emulator
    const fixtureKeys = services.keys.fixtureKeys()
    for (const secret of [...fixtureKeys, emulator.webhookSecret]) this.#secrets.learn(secret)
    this.#recorder.start({
      takeSnapshot: async (world) => this.#read(emulator, world, '/snapshot'),
      nowOf: (world) => services.worlds.loaded(world)?.clock.now() ?? null,
      keys: new KeyReferences(fixtureKeys),
    })
  }

  /**
   * Writes the bundle.
   *
   * @returns a line for the user
   * @throws {StartError} exit code 4, when the file cannot be written
   */
  async write(emulator: ServedEmulator, { command, code, reviews }: Ended): Promise<string> {
    const worlds = new Map<string, string>()
    for (const { world, findings } of reviews) {
      const snapshot = await this.#read(emulator, world, '/snapshot')
      if (snapshot !== null) worlds.set(worldFile(world, 'snapshot'), cleanSnapshot(snapshot, this.#cleaner))
      for (const [name, path] of LISTS) {
        const list = await this.#read(emulator, world, path)
        if (list !== null) worlds.set(worldFile(world, name), this.#cleaner.text(list))
      }
      worlds.set(worldFile(world, 'findings'), this.#cleaner.text(JSON.stringify({ findings })))
    }
    await writeBundle(this.#file, {
      manifest: {
        written_at: wallNow(),
        command: command.map((part) => this.#cleaner.text(part)),
        exit_code: code,
        ...recordedOptions(this.config),
        worlds: reviews.map(({ world }) => world).filter((world) => worlds.has(worldFile(world, 'snapshot'))),
      },
      recording: this.#recorder.finish(),
      worlds,
      output: this.#cleaner.text(this.output.text()),
    })
    return `flora-emulator: wrote ${this.#file}; look at it with: flora-emulator open ${this.#file}\n`
  }

  /** Reads the control API; null for what it refuses, such as a snapshot that is too large, or a world that was deleted. */
  async #read({ fetch, url }: ServedEmulator, world: string, path: string): Promise<string | null> {
    const { controlToken } = this.config
    const headers: Record<string, string> =
      controlToken === null ? {} : { authorization: `Bearer ${controlToken}` }
    const answer = await fetch(`${url}${CONTROL_PREFIX}/worlds/${world}${path}`, { headers })
    return answer.ok ? answer.text() : null
  }
}
