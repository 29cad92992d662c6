// Bundles the command, the in-process API, the control client and the media worker. A start takes less than half of the
// time that it takes with hundreds of files (docs/decisions/002-bundle.md).
import { copyFileSync, rmSync } from 'node:fs'
import { build } from 'esbuild'
import { buildDashboard } from './build-dashboard.mjs'

rmSync('dist', { recursive: true, force: true })
await build({
  // A worker thread is started by a file name, so it needs a file of its own.
  entryPoints: {
    main: 'src/main.ts',
    index: 'src/index.ts',
    client: 'src/client/index.ts',
    testcontainers: 'src/container/index.ts',
    'media-worker': 'src/media/worker.ts',
  },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // Native addons cannot be bundled, and testcontainers is the installation of the user.
  external: ['better-sqlite3', '@resvg/resvg-js', 'testcontainers'],
  // CommonJS packages in the bundle call require, which ES modules lack.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  legalComments: 'none',
  // Removes a third of the text to parse at each start. Names stay, so that stack traces are readable.
  minifyWhitespace: true,
  logLevel: 'warning',
})

// Node loads it into the processes of `exec --intercept` with --require, which every version of Node has.
await build({
  entryPoints: { 'intercept-preload': 'src/intercept/preload.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node18',
  legalComments: 'none',
  logLevel: 'warning',
})

// The bundle reads the WebAssembly of the encoders from its own folder. LAME's licence requires a file that can be replaced.
copyFileSync('node_modules/@jsquash/webp/codec/enc/webp_enc_simd.wasm', 'dist/webp.wasm')
copyFileSync('node_modules/wasm-media-encoders/wasm/mp3.wasm', 'dist/mp3.wasm')
await buildDashboard()
