import { expect, test } from 'vitest'
import { createConfig, type RawOptions, unknownVariables } from '../../src/config/config.ts'
import { isLoopback } from '../../src/kernel/loopback.ts'

const config = (raw: RawOptions, env: NodeJS.ProcessEnv = {}) => createConfig(raw, env)

test('without options it serves on 127.0.0.1:4620, in memory, in real time, at a tenth of the durations', () => {
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
    controlToken: null,
    allowedHost: [],
    corsOrigin: [],
    allowEgress: false,
    logLevel: 'info',
    logFormat: null,
  })
})

test('the environment sets what the command line does not', () => {
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

test('values are read in their own units', () => {
  expect(config({ rateLimit: '10/2' }).rateLimit).toEqual({ limit: 10, windowMs: 2_000 })
  expect(config({ rateLimit: 'off' }).rateLimit).toBeNull()
  expect(config({ clock: 'manual', now: '2026-01-31T10:00:00+01:00' }).now).toBe(Date.UTC(2026, 0, 31, 9))
  expect(config({ corsOrigin: ['https://a.test/', '*'] }).corsOrigin).toEqual(['https://a.test', '*'])
})

test.each<[RawOptions, string]>([
  [{ port: '70000' }, '--port takes a whole number from 0 to 65535, not "70000"'],
  [{ port: 'abc' }, '--port takes a whole number from 0 to 65535, not "abc"'],
  [{ clock: 'fast' }, '--clock takes real, manual, auto, not "fast"'],
  [
    { clock: 'manual', now: 'yesterday' },
    '--now takes an ISO 8601 time such as 2026-01-31T09:00:00Z, not "yesterday"',
  ],
  [{ now: '2026-01-31' }, '--now needs --clock manual or --clock auto: a real clock starts at the real time'],
  [{ durationScale: '-1' }, '--duration-scale takes a number from 0 to 1000, not "-1"'],
  [{ durationScale: 'Infinity' }, '--duration-scale takes a number from 0 to 1000, not "Infinity"'],
  [{ rateLimit: '0/1' }, '--rate-limit takes <requests>/<seconds> such as 1200/60, or off, not "0/1"'],
  [{ auth: 'none' }, '--auth takes open, strict, not "none"'],
  [{ profile: 'x' }, '--profile takes docs, measured, not "x"'],
  [{ seed: '' }, '--seed takes a value, not ""'],
  [
    { corsOrigin: ['a.test/path'] },
    '--cors-origin takes an origin such as https://app.example.com, or *, not ["a.test/path"]',
  ],
  [{ strict: 'maybe' }, '--strict takes true or false, not "maybe"'],
  [
    { host: '0.0.0.0' },
    '--host 0.0.0.0 lets other machines in, so it needs --control-token <text> to guard /_emulator',
  ],
])('%j is refused: %s', (raw, message) => {
  expect(() => config(raw)).toThrow(expect.objectContaining({ message, exitCode: 2 }))
})

test('a wrong variable is named', () => {
  expect(() => config({}, { FLORA_EMULATOR_PORT: 'tcp://10.0.0.1:4620' })).toThrow(
    /^FLORA_EMULATOR_PORT takes a whole/,
  )
  expect(
    unknownVariables({
      FLORA_EMULATOR_PROT: '1',
      FLORA_EMULATOR_PORT: '1',
      FLORA_EMULATOR_URL: 'x',
      FLORA: '',
    }),
  ).toEqual(['FLORA_EMULATOR_PROT'])
})

test('a host that other machines can reach is fine with a control token', () => {
  expect(config({ host: '0.0.0.0', controlToken: 't' }).host).toBe('0.0.0.0')
})

test.each(['localhost', 'LOCALHOST', 'a.localhost', '127.0.0.1', '127.9.9.9', '::1', '[::1]', 'localhost.'])(
  '%s is this machine',
  (name) => expect(isLoopback(name)).toBe(true),
)

test.each(['0.0.0.0', '::', '10.0.0.1', 'localhost.evil', '127.0.0.1.evil', '1270.0.0.1', ''])(
  '%j is not',
  (name) => expect(isLoopback(name)).toBe(false),
)
