// Writes the JSON Schemas that the package publishes; a test fails when one is stale.
import { mkdirSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'

const SCHEMAS = [
  { source: 'src/explore/report/report.ts', name: 'Report', file: 'schemas/explore-report.schema.json' },
]

mkdirSync('schemas', { recursive: true })
for (const { source, name, file } of SCHEMAS) {
  const {
    outputFiles: [output],
  } = await build({
    entryPoints: [source],
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
  })
  const code = `data:text/javascript,${encodeURIComponent(output?.text ?? '')}`
  const module = /** @type {Record<string, unknown>} */ (await import(code))
  writeFileSync(file, `${JSON.stringify(module[name], null, 2)}\n`)
}
