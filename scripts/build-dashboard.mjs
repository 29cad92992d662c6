// Builds the pages of src/dashboard into dist/dashboard, compressed with gzip, so that the server only reads files.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const SOURCE = 'src/dashboard'
const TARGET = 'dist/dashboard'
const PAGES = ['index.html', 'docs.html', 'poll-url.html']

/** Does nothing without the folder; the server then answers 404 for its pages. */
export async function buildDashboard() {
  if (!existsSync(SOURCE)) return
  const { build } = await import('vite')
  await build({
    configFile: false,
    root: SOURCE,
    base: '/dashboard/',
    logLevel: 'warn',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      outDir: `../../${TARGET}`,
      emptyOutDir: true,
      assetsDir: '',
      target: 'es2022',
      // The polyfill is an inline script, which the content security policy forbids.
      modulePreload: { polyfill: false },
      rolldownOptions: { input: PAGES.map((page) => `${SOURCE}/${page}`) },
    },
  })
  for (const name of readdirSync(TARGET)) {
    writeFileSync(`${TARGET}/${name}.gz`, gzipSync(readFileSync(`${TARGET}/${name}`), { level: 9 }))
    rmSync(`${TARGET}/${name}`)
  }
}
