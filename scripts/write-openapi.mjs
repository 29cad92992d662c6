// Writes openapi.yaml from the routes of the bundle, and what is counted from it. Usage: npm run openapi
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { parse } from 'yaml'

/** @typedef {typeof import('../src/server/fidelity/generated.ts')} Generator */

const yaml = execFileSync(process.execPath, ['dist/main.js', 'openapi'], { encoding: 'utf8' })
writeFileSync('openapi.yaml', yaml)

const { outputFiles } = await build({
  entryPoints: ['src/server/fidelity/generated.ts'],
  bundle: true,
  platform: 'node',
  format: 'esm',
  write: false,
})
const code = outputFiles.map(({ contents }) => Buffer.from(contents).toString('base64')).join('')
/** @type {unknown} */
const bundle = await import(`data:text/javascript;base64,${code}`)
const { generatedDocuments, SCORE_PATTERN } = /** @type {Generator} */ (bundle)

/** @type {unknown} */
const document = parse(yaml)
/** @type {unknown} */
const suites = JSON.parse(readFileSync('test/conformance/score.json', 'utf8'))
const [known, counted] = /** @type {Parameters<Generator['generatedDocuments']>} */ ([document, suites])
const { fidelity, score } = generatedDocuments(known, counted)
writeFileSync('docs/fidelity.md', fidelity)
writeFileSync('README.md', readFileSync('README.md', 'utf8').replace(SCORE_PATTERN, score))
