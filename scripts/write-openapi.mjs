// Writes openapi.yaml from the routes of the bundle, what is counted from it, the files about options, and the schema of explore's report. Usage: npm run openapi
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { parse } from 'yaml'

/** @typedef {typeof import('../src/server/fidelity/generated.ts')} Generator */
/** @typedef {typeof import('../src/cli/configuration/generated.ts')} ConfigurationGenerator */

const yaml = execFileSync(process.execPath, ['dist/main.js', 'openapi'], { encoding: 'utf8' })
writeFileSync('openapi.yaml', yaml)

const { generatedDocuments, SCORE_PATTERN } = /** @type {Generator} */ (
  await load('src/server/fidelity/generated.ts')
)
const { generatedFiles } = /** @type {ConfigurationGenerator} */ (
  await load('src/cli/configuration/generated.ts')
)

const { Report } = /** @type {typeof import('../src/explore/report/report.ts')} */ (
  await load('src/explore/report/report.ts')
)

/** @type {unknown} */
const document = parse(yaml)
/** @type {unknown} */
const suites = JSON.parse(readFileSync('test/conformance/score.json', 'utf8'))
const [known, counted] = /** @type {Parameters<Generator['generatedDocuments']>} */ ([document, suites])
const { fidelity, score } = generatedDocuments(known, counted)
writeFileSync('docs/fidelity.md', fidelity)
writeFileSync('README.md', readFileSync('README.md', 'utf8').replace(SCORE_PATTERN, score))
for (const [file, text] of Object.entries(generatedFiles())) writeFileSync(file, text)
writeFileSync('explore-report.schema.json', `${JSON.stringify(Report, null, 2)}\n`)

/**
 * Imports a TypeScript module.
 *
 * @param {string} entry
 * @returns {Promise<unknown>}
 */
async function load(entry) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(process.cwd() + '/package.json');",
    },
  })
  const code = outputFiles.map(({ contents }) => Buffer.from(contents).toString('base64')).join('')
  /** @type {unknown} */
  const module = await import(`data:text/javascript;base64,${code}`)
  return module
}
