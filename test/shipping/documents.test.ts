/** The documents are found: their links lead somewhere, and the index has every page. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path/posix'
import { describe, expect, test } from 'vitest'

const pages = readdirSync('docs').filter((name) => name.endsWith('.md'))
const documents = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...pages.map((name) => `docs/${name}`)]
const read = (file: string): string => readFileSync(file, 'utf8').replaceAll('\r\n', '\n')

/** Links to files of the project, as in `[text](target)`. */
const linksOf = (file: string): string[] =>
  Array.from(
    read(file).matchAll(/\]\((?!https?:)(?<target>[^)\s]+)\)/g),
    ({ groups }) => groups?.['target'] ?? '',
  )

/** The fragments of the headings, as GitHub makes them. */
const fragmentsOf = (file: string): string[] =>
  Array.from(read(file).matchAll(/^#+ (?<heading>.+)$/gm), ({ groups }) =>
    (groups?.['heading'] ?? '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  )

describe('the documents', () => {
  test.each(documents)('%s has no dead link', (file) => {
    const dead = linksOf(file).filter((link) => {
      const [path = '', fragment = ''] = link.split('#')
      const target = path === '' ? file : normalize(join(dirname(file), path))
      if (!existsSync(target)) return true
      return fragment !== '' && !fragmentsOf(target).includes(fragment)
    })
    expect(dead).toEqual([])
  })

  test('docs/README.md lists every page', () => {
    const listed = new Set(linksOf('docs/README.md'))
    expect(pages.filter((name) => name !== 'README.md' && !listed.has(name))).toEqual([])
  })

  test('docs/testing.md has a contents list of every heading', () => {
    const listed = linksOf('docs/testing.md').flatMap((link) => (link.startsWith('#') ? [link.slice(1)] : []))
    expect(listed).toEqual(fragmentsOf('docs/testing.md').slice(1))
  })

  test('the README has fewer than 150 lines', () => {
    expect(read('README.md').split('\n').length).toBeLessThan(150)
  })
})
