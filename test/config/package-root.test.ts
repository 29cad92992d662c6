import { mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { join, parse, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { findRoot } from '../../src/config/package-root.ts'
import { temporaryFolder } from '../support/fixtures.ts'

const urlOf = (folder: string) => pathToFileURL(folder + sep)

test('the package root is the nearest folder with a package.json', () => {
  const root = realpathSync(temporaryFolder())
  const nested = join(root, 'dist', 'types')
  mkdirSync(nested, { recursive: true })
  writeFileSync(join(root, 'package.json'), '{}')
  expect(findRoot(urlOf(nested)).href).toBe(urlOf(root).href)
})

test('without any package.json the search ends with an error that names the folder', () => {
  const { root } = parse(process.cwd())
  const missing = join(root, 'no-such-folder')
  expect(() => findRoot(urlOf(missing))).toThrow(`No package.json in ${missing}${sep} or above it.`)
})
