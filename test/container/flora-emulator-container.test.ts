/** Without a Docker engine: the settings of the container, and the handle of an emulator that stands for a started one. */
import { AbstractStartedContainer, type StartedTestContainer } from 'testcontainers'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startEmulator } from '../../src/index.ts'
import { FloraEmulatorContainer, StartedFloraEmulatorContainer } from '../../src/container/index.ts'

vi.mock('testcontainers', async (original) => ({
  ...(await original<object>()),
  getContainerRuntimeClient: async () => ({ info: { containerRuntime: { host: 'docker.test' } } }),
}))

/** Shows the settings that a start would use. */
class Inspected extends FloraEmulatorContainer {
  async settings() {
    await this.beforeContainerCreated()
    return { image: this.imageName.string, ports: this.exposedPorts, environment: this.environment }
  }
}

test('the container publishes its port and has a control token', async () => {
  expect(await new Inspected('flora-emulator:test').settings()).toEqual({
    image: 'flora-emulator:test',
    ports: [4620],
    environment: {
      FLORA_EMULATOR_CONTROL_TOKEN: 'testcontainers',
      FLORA_EMULATOR_ALLOWED_HOST: 'docker.test',
    },
  })
})

test('the names of the engine, of the network and of the caller are allowed hosts', async () => {
  const container = new Inspected('flora-emulator')
    .withNetworkAliases('flora', 'flora.internal')
    .withEnvironment({ FLORA_EMULATOR_ALLOWED_HOST: 'gateway,flora', FLORA_EMULATOR_CLOCK: 'manual' })
    .withControlToken('secret')
  expect((await container.settings()).environment).toEqual({
    FLORA_EMULATOR_ALLOWED_HOST: 'docker.test,flora,flora.internal,gateway',
    FLORA_EMULATOR_CLOCK: 'manual',
    FLORA_EMULATOR_CONTROL_TOKEN: 'secret',
  })
})

test('a started container controls its worlds with the token', async () => {
  const emulator = await startEmulator({ clock: 'manual', controlToken: 'secret' })
  onTestFinished(() => emulator.close())
  const started = new StartedFloraEmulatorContainer(listeningAt(new URL(emulator.url)), 'secret')
  expect([started.url, started.baseUrl, started.baseUrlOf('flora')]).toEqual([
    emulator.url,
    emulator.baseUrl,
    'http://flora:4620/api/v1',
  ])
  const world = started.world('checkout')
  await world.workspaces.setBalance('ws_abc123', 7)
  expect((await emulator.world('checkout').workspaces.get('ws_abc123')).balance_usd).toBe(7)
})

test('a wrong token is refused', async () => {
  const emulator = await startEmulator({ controlToken: 'secret' })
  onTestFinished(() => emulator.close())
  const started = new StartedFloraEmulatorContainer(listeningAt(new URL(emulator.url)), 'other')
  await expect(started.world().ledger()).rejects.toMatchObject({ status: 401 })
})

/** A started container that is mapped to an address. No other method works without an engine. */
function listeningAt({ hostname, port }: URL): StartedTestContainer {
  class Listening extends AbstractStartedContainer {
    override getHost(): string {
      return hostname
    }
    override getMappedPort(): number {
      return Number(port)
    }
  }
  const engineless: StartedTestContainer = new Proxy(Object.create(null), {
    get: (_, method) => {
      throw new Error(`${String(method)} needs an engine`)
    },
  })
  return new Listening(engineless)
}
