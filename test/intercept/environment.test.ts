import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { interceptingEnvironment } from '../../src/intercept/environment.ts'
import { isIntercepted } from '../../src/intercept/hosts.ts'
import { temporaryFolder } from '../support/fixtures.ts'

const means = {
  ports: { secure: 1, plain: 2 },
  proxyUrl: 'http://exec:password@127.0.0.1:3',
  trust: {},
  preload: '/preload.cjs',
}

test.each([
  ['app.flora.ai', true],
  ['APP.Flora.AI', true],
  ['app.flora.ai.', true],
  ['flora.ai', true],
  ['a.b.flora.ai', true],
  ['docs.flora.ai', false],
  ['developer.flora.ai.', false],
  ['aflora.ai', false],
  ['flora.ai.example.com', false],
  ['127.0.0.1', false],
  ['', false],
  ['*'.repeat(300), false],
])('the host %s is intercepted: %s', (host, expected) => {
  expect(isIntercepted(host)).toBe(expected)
})

describe('the environment of the command', () => {
  test.skipIf(process.platform === 'win32')(
    'loads a preload with spaces, quotes and backslashes in its path',
    () => {
      const folder = join(temporaryFolder(), 'a "b" \\c')
      mkdirSync(folder)
      const preload = join(folder, 'pre load.cjs')
      writeFileSync(preload, 'console.log("preloaded")')
      const { NODE_OPTIONS } = interceptingEnvironment(
        { NODE_OPTIONS: '--no-warnings' },
        { ...means, preload },
      )
      const { stdout } = spawnSync(process.execPath, ['-p', '1 + 1'], {
        env: { ...process.env, NODE_OPTIONS },
        encoding: 'utf8',
      })
      expect(stdout).toBe('preloaded\n2\n')
    },
  )

  test('escapes the backslashes of Windows, and comes before the options of the user', () => {
    const preload = 'C:\\Program Files\\flora\\preload.cjs'
    const { NODE_OPTIONS } = interceptingEnvironment({ NODE_OPTIONS: '--no-warnings' }, { ...means, preload })
    expect(NODE_OPTIONS).toBe('--require "C:\\\\Program Files\\\\flora\\\\preload.cjs" --no-warnings')
  })

  test.each([
    ['localhost,127.0.0.1', 'localhost,127.0.0.1'],
    ['localhost, .flora.ai', 'localhost'],
    ['app.flora.ai:443 *.flora.ai flora.ai .ai ai example.com', 'example.com'],
    ['notflora.ai,flora.ai.example', 'notflora.ai,flora.ai.example'],
    ['', ''],
  ])('NO_PROXY %j becomes %j', (exceptions, expected) => {
    expect(interceptingEnvironment({ no_proxy: exceptions }, means)).toMatchObject({ no_proxy: expected })
  })

  test('NO_PROXY=* keeps plain HTTP off the proxies of the user', () => {
    const env = { NO_PROXY: '*', HTTP_PROXY: 'http://proxy.example:8080' }
    expect(interceptingEnvironment(env, means)).toMatchObject({
      NO_PROXY: '',
      HTTP_PROXY: '',
      HTTPS_PROXY: means.proxyUrl,
    })
  })

  test('NO_PROXY stays unset', () => {
    expect(Object.keys(interceptingEnvironment({}, means)).toSorted()).toEqual([
      'FLORA_INTERCEPT_PORTS',
      'HTTPS_PROXY',
      'NODE_OPTIONS',
      'https_proxy',
    ])
  })
})
