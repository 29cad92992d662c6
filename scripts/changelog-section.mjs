// Prints the section of a version in CHANGELOG.md. Usage: node scripts/changelog-section.mjs v0.2.0
import { readFileSync } from 'node:fs'

const version = (process.argv[2] ?? '').replace(/^v/, '')
const [, ...sections] = readFileSync('CHANGELOG.md', 'utf8').split(/^## /m)
const section = sections.find((text) => text.split(/\s/, 1)[0] === version)
/** @type {unknown} */
const manifest = JSON.parse(readFileSync('package.json', 'utf8'))
const { version: packaged } = /** @type {{ version: string }} */ (manifest)

if (section === undefined)
  throw new Error(`CHANGELOG.md has no section "## ${version}". Rename the newest one.`)
if (section.startsWith(`${version} (unreleased)`)) {
  throw new Error(`CHANGELOG.md has still "(unreleased)" after ${version}. Remove it.`)
}
if (packaged !== version)
  throw new Error(`package.json has version ${packaged}, the tag ${version}. Make them equal.`)
process.stdout.write(`${section.slice(section.indexOf('\n')).trim()}\n`)
