import { expect, test } from 'vitest'
import { createConfig, type RawOptions, unknownVariables } from '../../src/config/config.ts'
import { startEmulator } from '../../src/index.ts'
import { isLoopback } from '../../src/kernel/net/loopback.ts'

const config = (raw: RawOptions, env: NodeJS.ProcessEnv = {}) => createConfig(raw, env)

test('every option has its default', () => {
  expect(config({})).toEqual({
    port: 4620,
    host: '127.0.0.1',
    readyFile: null,
    db: null,
    fixtures: null,
    seed: null,
    clock: 'real',
    now: null,
    durationScale: 0.1,
    rateLimit: { limit: 1200, windowMs: 60_000 },
    auth: 'open',
    profile: 'docs',
    strict: false,
    examples: false,
    controlToken: null,
    allowedHost: [],
    corsOrigin: [],
    allowEgress: false,
    logLevel: 'info',
    logFormat: null,
  })
})

test('the command line takes precedence over the environment', () => {
  const env = {
    FLORA_EMULATOR_PORT: '5000',
    FLORA_EMULATOR_DURATION_SCALE: '1',
    FLORA_EMULATOR_STRICT: 'yes',
    FLORA_EMULATOR_ALLOWED_HOST: 'a.test, b.test',
    FLORA_EMULATOR_SEED: '',
  }
  expect(config({ port: '6000' }, env)).toMatchObject({
    port: 6000,
    durationScale: 1,
    strict: true,
    allowedHost: ['a.test', 'b.test'],
    seed: null,
  })
  expect(config({}, { FLORA_EMULATOR_STRICT: '0' }).strict).toBe(false)
})

test('values are converted to the units of the configuration', () => {
  expect(config({ rateLimit: '10/2' }).rateLimit).toEqual({ limit: 10, windowMs: 2_000 })
  expect(config({ rateLimit: 'off' }).rateLimit).toBeNull()
  expect(config({ clock: 'manual', now: '2026-01-31T10:00:00+01:00' }).now).toBe(Date.UTC(2026, 0, 31, 9))
  expect(config({ corsOrigin: ['https://a.test/', '*'] }).corsOrigin).toEqual(['https://a.test', '*'])
})

test.each<[RawOptions, string]>([
  [{ port: '70000' }, '--port: expected an integer from 0 to 65535, got "70000".'],
  [{ port: 'abc' }, '--port: expected an integer from 0 to 65535, got "abc".'],
  [{ clock: 'fast' }, '--clock: expected real, manual or auto, got "fast".'],
  [
    { clock: 'manual', now: 'yesterday' },
    '--now: expected an ISO 8601 time from 1970 to 9998, such as 2026-01-31T09:00:00Z, got "yesterday".',
  ],
  [
    { clock: 'manual', now: '9999-01-01' },
    '--now: expected an ISO 8601 time from 1970 to 9998, such as 2026-01-31T09:00:00Z, got "9999-01-01".',
  ],
  [{ now: '2026-01-31' }, '--now: expected --clock manual or --clock auto beside it, got --clock real.'],
  [{ durationScale: '-1' }, '--duration-scale: expected a number from 0 to 1000, got "-1".'],
  [{ durationScale: 'Infinity' }, '--duration-scale: expected a number from 0 to 1000, got "Infinity".'],
  [{ rateLimit: '0/1' }, '--rate-limit: expected <requests>/<seconds>, such as 1200/60, or off, got "0/1".'],
  [{ auth: 'none' }, '--auth: expected open or strict, got "none".'],
  [{ profile: 'x' }, '--profile: expected docs, measured, or a file such as ./recording.har, got "x".'],
  [{ seed: '' }, '--seed: expected a value that is not empty, got "".'],
  [
    { corsOrigin: ['*', 'a.test/path'] },
    '--cors-origin: expected an origin such as https://app.example.com, or *, got "a.test/path".',
  ],
  [{ strict: 'maybe' }, '--strict: expected true or false, got "maybe".'],
  [
    { host: '0.0.0.0' },
    '--host: expected a loopback address, or --control-token <text> to guard /_emulator from other machines, got "0.0.0.0".',
  ],
])('%j is rejected: %s', (raw, message) => {
  expect(() => config(raw)).toThrow(expect.objectContaining({ message, exitCode: 2 }))
})

test('an error names the variable that is wrong, and unknown variables are listed', () => {
  expect(() => config({}, { FLORA_EMULATOR_PORT: 'tcp://10.0.0.1:4620' })).toThrow(
    /^FLORA_EMULATOR_PORT: expected an integer/,
  )
  expect(
    unknownVariables(['watch'], {
      FLORA_EMULATOR_PROT: '1',
      FLORA_EMULATOR_PORT: '1',
      FLORA_EMULATOR_WATCH: '1',
      FLORA_EMULATOR_URL: 'x',
      FLORA: '',
    }),
  ).toEqual(['FLORA_EMULATOR_PROT'])
})

test('startEmulator rejects an option that it does not have, and names those that it has', async () => {
  const options = { port: 0, prot: 1 }
  await expect(startEmulator(options)).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringMatching(/^startEmulator: expected one of port, host, .*, got "prot"\.$/),
  })
})

test('a control token allows a host that other machines can reach', () => {
  expect(config({ host: '0.0.0.0', controlToken: 't' }).host).toBe('0.0.0.0')
})

test.each(['localhost', 'LOCALHOST', 'a.localhost', '127.0.0.1', '127.9.9.9', '::1', '[::1]', 'localhost.'])(
  '%s is loopback',
  (name) => expect(isLoopback(name)).toBe(true),
)

test.each(['0.0.0.0', '::', '10.0.0.1', 'localhost.evil', '127.0.0.1.evil', '1270.0.0.1', ''])(
  '%j is not loopback',
  (name) => expect(isLoopback(name)).toBe(false),
)

test('a default of a command may be null, which is no limit', () => {
  expect(createConfig({}, {}, { fallbacks: { rateLimit: null } }).rateLimit).toBeNull()
  expect(createConfig({ rateLimit: '2/1' }, {}, { fallbacks: { rateLimit: null } }).rateLimit).toEqual({
    limit: 2,
    windowMs: 1000,
  })
})
