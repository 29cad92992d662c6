import {
  AbstractStartedContainer,
  GenericContainer,
  getContainerRuntimeClient,
  type StartedTestContainer,
  Wait,
} from 'testcontainers'
import { connectEmulator, type EmulatorConnection } from '../client/index.ts'
import { API_PREFIX, CONTROL_PREFIX } from '../kernel/paths.ts'

const PORT = 4620
/** The port is published on the machine of the tests, where nothing but tests should know it. */
const CONTROL_TOKEN = 'testcontainers'

/**
 * A container of the image of flora-emulator. The peer dependency `testcontainers` starts it.
 *
 * Options of `flora-emulator start` are variables, such as `withEnvironment({ FLORA_EMULATOR_CLOCK: 'manual' })`.
 *
 * @example
 * ```ts
 * import { FloraEmulatorContainer } from 'flora-emulator/testcontainers'
 *
 * const container = await new FloraEmulatorContainer('flora-emulator').withNetworkAliases('flora').start()
 * const world = container.world('checkout')
 * console.log(container.baseUrl, world.apiKey)
 * await container.stop()
 * ```
 */
export class FloraEmulatorContainer extends GenericContainer {
  #controlToken = CONTROL_TOKEN

  /** @param image name of the image, such as `flora-emulator`, which `docker build -t flora-emulator .` builds */
  constructor(image: string) {
    super(image)
    this.withExposedPorts(PORT).withWaitStrategy(Wait.forHttp(`${CONTROL_PREFIX}/health`, PORT))
  }

  /** Sets the bearer token of the control API. `@default` 'testcontainers' */
  withControlToken(controlToken: string): this {
    this.#controlToken = controlToken
    return this
  }

  override async start(): Promise<StartedFloraEmulatorContainer> {
    return new StartedFloraEmulatorContainer(await super.start(), this.#controlToken)
  }

  /** Allows the names by which tests and other containers call the emulator. It refuses any other `Host`. */
  protected override async beforeContainerCreated(): Promise<void> {
    const { info } = await getContainerRuntimeClient()
    const names = [
      info.containerRuntime.host,
      ...this.networkAliases,
      ...(this.environment['FLORA_EMULATOR_ALLOWED_HOST'] ?? '').split(','),
    ]
    this.withEnvironment({
      FLORA_EMULATOR_CONTROL_TOKEN: this.#controlToken,
      FLORA_EMULATOR_ALLOWED_HOST: [...new Set(names)].filter((name) => name !== '').join(','),
    })
  }
}

/** A running container of flora-emulator. */
export class StartedFloraEmulatorContainer extends AbstractStartedContainer implements EmulatorConnection {
  readonly #controlToken: string

  constructor(container: StartedTestContainer, controlToken: string) {
    super(container)
    this.#controlToken = controlToken
  }

  /** Origin for programs on the machine of the tests. It changes when the container restarts. */
  get url(): string {
    return `http://${this.getHost()}:${this.getMappedPort(PORT)}`
  }

  /** Base URL for SDKs on the machine of the tests. */
  get baseUrl(): string {
    return this.url + API_PREFIX
  }

  /** Bearer token of the control API. */
  get controlToken(): string {
    return this.#controlToken
  }

  /**
   * Returns the base URL for SDKs in containers of the same network.
   *
   * @param alias one of `withNetworkAliases`
   * @example
   * ```ts
   * const FLORA_BASE_URL = container.baseUrlOf('flora') // http://flora:4620/api/v1
   * ```
   */
  baseUrlOf(alias: string): string {
    return `http://${alias}:${PORT}${API_PREFIX}`
  }

  world(name?: string): ReturnType<EmulatorConnection['world']> {
    return connectEmulator(this.url, { controlToken: this.#controlToken }).world(name)
  }
}
