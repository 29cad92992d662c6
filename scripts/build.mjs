// Bundles the command and the in-process API: one file each instead of hundreds makes a start three times as fast
// (docs/decisions/002-bundle.md).
import { copyFileSync, rmSync } from 'node:fs'
import { build } from 'esbuild'
import { buildDashboard } from './build-dashboard.mjs'

rmSync('dist', { recursive: true, force: true })
await build({
  // The worker is started by its file name, so it needs a file of its own.
  entryPoints: {
    main: 'src/main.ts',
    index: 'src/index.ts',
    client: 'src/client/index.ts',
    'media-worker': 'src/media/worker.ts',
  },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // Native addons cannot be bundled.
  external: ['better-sqlite3', '@resvg/resvg-js'],
  // CommonJS packages in the bundle still call require.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  legalComments: 'none',
  // A third less to parse at each start; names stay, so that stack traces can be read.
  minifyWhitespace: true,
  logLevel: 'warning',
})

// The encoders' WebAssembly is read from beside the bundle; LAME stays a file that can be exchanged, as its licence asks.
copyFileSync('node_modules/@jsquash/webp/codec/enc/webp_enc_simd.wasm', 'dist/webp.wasm')
copyFileSync('node_modules/wasm-media-encoders/wasm/mp3.wasm', 'dist/mp3.wasm')
await buildDashboard()
