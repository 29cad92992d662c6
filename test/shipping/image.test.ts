/** The image, without a Docker engine: the parsed Dockerfile and compose.yaml. CI builds and runs them. */
import { existsSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { DockerfileParser } from 'dockerfile-ast'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { startEmulator } from '../../src/index.ts'

interface Instruction {
  readonly keyword: string
  readonly text: string
}

/** The instructions of each stage, in order. */
const stages = stagesOf(readFileSync('Dockerfile', 'utf8'))
const final = stages.at(-1) ?? []
const textsOf = (keyword: string, stage = final) =>
  stage.filter((each) => each.keyword === keyword).map(({ text }) => text)

describe('the Dockerfile', () => {
  test('uses one slim image of Node 24 in every stage', () => {
    const images = stages.flatMap((stage) => textsOf('FROM', stage)).map((text) => /node:\S+/.exec(text)?.[0])
    expect(images).toEqual(['node:24-bookworm-slim', 'node:24-bookworm-slim', 'node:24-bookworm-slim'])
  })

  test('has no compiler in the final stage, and tini', () => {
    const [installs] = textsOf('RUN').filter((text) => text.includes('apt-get install'))
    expect(installs).toMatch(/--no-install-recommends tini\b/)
    expect(textsOf('RUN').join()).not.toMatch(/g\+\+|gcc|make|python|npm/)
    expect(textsOf('ENTRYPOINT')).toEqual(['["tini", "--", "flora-emulator"]'])
  })

  test('removes the lists of apt in the layer that reads them', () => {
    const reading = stages
      .flatMap((stage) => textsOf('RUN', stage))
      .filter((text) => text.includes('apt-get update'))
    expect(reading).toHaveLength(2)
    for (const text of reading) expect(text).toContain('rm -rf /var/lib/apt/lists/*')
  })

  test('runs without root, after everything that needs root', () => {
    expect(textsOf('USER')).toEqual(['node'])
    const after = final.slice(final.findIndex(({ keyword }) => keyword === 'USER') + 1)
    expect(after.map(({ keyword }) => keyword)).not.toContain('RUN')
  })

  test('has a volume that its user owns, a port, labels and a health check', () => {
    expect(textsOf('VOLUME')).toEqual(['/data'])
    expect(textsOf('RUN').join()).toContain('install -d -o node -g node /data')
    expect(textsOf('EXPOSE')).toEqual(['4620'])
    expect(textsOf('LABEL').join()).toMatch(/image\.title.*image\.description.*image\.licenses="MIT"/s)
    expect(textsOf('HEALTHCHECK').join()).toMatch(/CMD \["flora-emulator", "health"\]$/)
  })

  test('installs dependencies before it copies the sources', () => {
    const installing = stages.filter((stage) => textsOf('RUN', stage).some((text) => text.includes('npm ci')))
    expect(installing).toHaveLength(2)
    for (const stage of installing) {
      const copied = stage.slice(
        0,
        stage.findIndex(({ text }) => text.includes('npm ci')),
      )
      expect(textsOf('COPY', copied)).toEqual(['package.json package-lock.json ./'])
    }
  })

  test('copies what exists: files of the project, and earlier stages', () => {
    const names = stages.map(
      (stage) => / AS (?<name>\w+)$/.exec(textsOf('FROM', stage)[0] ?? '')?.groups?.['name'],
    )
    for (const text of stages.flatMap((stage) => textsOf('COPY', stage))) {
      const [first = '', ...rest] = text.split(' ')
      if (first.startsWith('--from=')) expect(names).toContain(first.slice('--from='.length))
      else expect([first, ...rest.slice(0, -1)].filter((path) => !existsSync(path))).toEqual([])
    }
  })

  test('sends to the engine what the build and the package need', () => {
    const ignored = readFileSync('.dockerignore', 'utf8').split(/\r?\n/)
    const manifest: unknown = JSON.parse(readFileSync('package.json', 'utf8'))
    expect(manifest).toHaveProperty('files')
    const needed = [
      'src',
      'scripts',
      'fixtures',
      'fonts',
      'openapi.yaml',
      'THIRD_PARTY_NOTICES.md',
      'tsconfig.types.json',
    ]
    expect(needed.filter((path) => ignored.includes(path))).toEqual([])
    expect(ignored).toEqual(expect.arrayContaining(['node_modules', '.git', 'dist']))
  })
})

describe('compose.yaml', () => {
  const { flora, app } = servicesOf(readFileSync('compose.yaml', 'utf8'))

  test('publishes the port on this machine alone, and waits for health', () => {
    expect(flora).toMatchObject({ build: '.', ports: ['127.0.0.1:4620:4620'], volumes: ['flora-data:/data'] })
    expect(app).toMatchObject({ depends_on: { flora: { condition: 'service_healthy' } } })
  })

  test('allows the name that the other service uses', async () => {
    expect(app).toMatchObject({ environment: { FLORA_BASE_URL: 'http://flora:4620/api/v1' } })
    expect(flora).toMatchObject({ environment: { FLORA_EMULATOR_ALLOWED_HOST: 'flora' } })
    const allowing = await startEmulator({ allowedHost: ['flora'] })
    onTestFinished(() => allowing.close())
    expect(await statusFor(allowing.url, 'flora:4620')).toBe(200)
    expect(await statusFor(allowing.url, 'other:4620')).toBe(403)
  })
})

function stagesOf(dockerfile: string): Instruction[][] {
  const found: Instruction[][] = []
  const lines = dockerfile.split(/\r?\n/)
  for (const instruction of DockerfileParser.parse(dockerfile).getInstructions()) {
    const keyword = instruction.getKeyword()
    // The parser takes flags such as --from out of the arguments.
    const range = instruction.getRange()
    const written = range === null ? '' : lines.slice(range.start.line, range.end.line + 1).join('\n')
    const text = written
      .slice(keyword.length)
      .replaceAll(/\\\n\s*/g, '')
      .trim()
    if (keyword === 'FROM') found.push([])
    found.at(-1)?.push({ keyword, text })
  }
  return found
}

function servicesOf(yaml: string): Record<string, unknown> {
  const compose: { services: Record<string, unknown> } = parse(yaml)
  return compose.services
}

/** Status of an answer to a request with a `Host`, which fetch cannot set. */
async function statusFor(url: string, host: string): Promise<number | undefined> {
  return new Promise((done, failed) => {
    request(`${url}/api/v1/workspaces`, { headers: { host, authorization: 'Bearer sk_test_default' } })
      .once('response', (answer) => done(answer.resume().statusCode))
      .once('error', failed)
      .end()
  })
}
