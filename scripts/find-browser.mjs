import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * A Chromium that Playwright can start. It is plain JSON, because test workers receive it as a message.
 *
 * @typedef {object} FoundBrowser
 * @property {string} executablePath
 * @property {Record<string, string>} env paths of shared libraries and fonts that the machine may lack; empty for an
 *   installed browser
 */

/** Names of commands, best first. The headless build runs the tests in half of the time. */
const COMMANDS = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
]

/**
 * Finds a browser: `CHROMIUM_PATH`, an installed Chrome or Chromium, Playwright's cache, the npm package.
 *
 * @returns {FoundBrowser | null} null when there is none
 * @throws {Error} when `CHROMIUM_PATH` names no file
 */
export function findBrowser() {
  const given = process.env['CHROMIUM_PATH'] ?? ''
  if (given !== '') {
    if (!existsSync(given))
      throw new Error(`CHROMIUM_PATH: expected the path of a browser, got "${given}", which does not exist.`)
    return { executablePath: given, env: {} }
  }
  const installed = installedPlaces().find((place) => existsSync(place))
  return installed === undefined ? unpackBundled() : { executablePath: installed, env: {} }
}

/** Lists the paths at which operating systems, their package managers and Playwright install browsers. */
function installedPlaces() {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const folders = [...onPath, '/usr/bin', '/snap/bin']
  const windows = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap(
    (name) => process.env[name] ?? [],
  )
  return [
    ...COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command))),
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    ...windows.map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')),
    ...playwrightPlaces(),
  ]
}

function playwrightPlaces() {
  const caches = [
    process.env['PLAYWRIGHT_BROWSERS_PATH'],
    join(homedir(), '.cache', 'ms-playwright'),
    join(homedir(), 'Library', 'Caches', 'ms-playwright'),
    join(homedir(), 'AppData', 'Local', 'ms-playwright'),
  ].filter((folder) => folder !== undefined)
  const builds = caches.flatMap((cache) =>
    existsSync(cache)
      ? readdirSync(cache)
          .filter((name) => name.startsWith('chromium'))
          .map((name) => join(cache, name))
      : [],
  )
  return builds.flatMap((build) => [
    join(build, 'chrome-linux', 'chrome'),
    join(build, 'chrome-linux', 'headless_shell'),
    join(build, 'chrome-mac', 'Chromium.app', 'Contents', 'MacOS', 'Chromium'),
    join(build, 'chrome-win', 'chrome.exe'),
  ])
}

const MODULES = fileURLToPath(new URL('../node_modules/', import.meta.url))

/**
 * Unpacks the browser of `@sparticuz/chromium` once for each version. The package has a browser for Linux on x64 only.
 *
 * @returns {FoundBrowser | null} null without the package, and on other platforms
 */
function unpackBundled() {
  const manifest = join(MODULES, '@sparticuz', 'chromium', 'package.json')
  if (process.platform !== 'linux' || process.arch !== 'x64' || !existsSync(manifest)) return null
  const { version } = /** @type {{ version: string }} */ (JSON.parse(readFileSync(manifest, 'utf8')))
  const folder = join(MODULES, '.cache', `chromium-${version}`)
  if (!existsSync(folder)) unpack(folder)
  return {
    executablePath: join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_FILE: join(folder, FONTS_FILE) },
  }
}

const FONTS_FILE = 'fonts.conf'

/**
 * Returns a font configuration. The one of the package names folders of AWS Lambda, and Chromium crashes without a font.
 *
 * @param {string} folder
 */
const fontsConfiguration = (folder) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, 'fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`

/**
 * Unpacks into another folder, which it renames at the end, so that an interrupted run leaves no partial browser.
 *
 * @param {string} folder
 */
function unpack(folder) {
  const partial = `${folder}.${process.pid}.tmp`
  mkdirSync(partial, { recursive: true })
  // The package unpacks to the temporary folder, and adds system libraries only on AWS Lambda. A process of its own keeps
  // both variables out of this environment.
  const program = "import chromium from '@sparticuz/chromium'; await chromium.executablePath()"
  execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: dirname(MODULES),
    env: { ...process.env, TMPDIR: partial, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  writeFileSync(join(partial, FONTS_FILE), fontsConfiguration(folder))
  try {
    renameSync(partial, folder)
  } catch (error) {
    // Another process has unpacked it in the meantime.
    rmSync(partial, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  }
}
