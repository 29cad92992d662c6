import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import crc32 from 'crc-32'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { Bundle, worldFile } from '../../src/bundle/read-bundle.ts'
import { open } from '../../src/cli/bundle/open.ts'
import { replay } from '../../src/cli/bundle/replay.ts'
import { temporaryFolder } from '../support/fixtures.ts'
import { recordBundle } from '../support/bundle/record.ts'
import { changed, write } from '../support/bundle/zip.ts'

let good = ''
let bytes = Buffer.alloc(0)

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'flora-emulator-'))
  good = await recordBundle(async (api) => void (await api.generate()), {}, folder)
  bytes = readFileSync(good)
  return () => rmSync(folder, { recursive: true })
})

/** Reads everything of a bundle, as both commands do. Returns the one line of the error, without the name of the file. */
async function refusalOf(file: string): Promise<string> {
  const failures: string[] = []
  for (const command of [() => replay(file, {}), () => open(file, { port: 0 })]) {
    const error: unknown = await command().then(
      () => null,
      (reason: unknown) => reason,
    )
    expect(error).toMatchObject({ name: 'StartError', exitCode: 4 })
    failures.push((error as Error).message.replace(`bundle ${file}: `, ''))
  }
  expect(failures[0]).not.toContain('\n')
  expect(readdirSync(dirname(file))).toHaveLength(1)
  return failures[0] ?? ''
}

interface RawEntry {
  readonly name: string
  readonly content?: Buffer
  readonly size?: number
  readonly mode?: number
  readonly flags?: number
}

/** Writes a zip byte by byte, with whatever its entries claim. */
function rawZip(entries: readonly RawEntry[]): Buffer {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const { name, content = Buffer.from('{}'), size, mode = 0o100600, flags = 0 } of entries) {
    const packed = deflateRawSync(content)
    const head = Buffer.alloc(26)
    head.writeUInt16LE(20, 0)
    head.writeUInt16LE(flags, 2)
    head.writeUInt16LE(8, 4)
    head.writeInt32LE(crc32.buf(content), 10)
    head.writeUInt32LE(packed.length, 14)
    head.writeUInt32LE(size ?? content.length, 18)
    head.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), head, Buffer.from(name), packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE((mode << 16) >>> 0, 6)
    tail.writeUInt32LE(offset, 10)
    central.push(
      Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([20, 3]), head, tail, Buffer.from(name)]),
    )
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...locals, directory, Buffer.from('PK\u0005\u0006'), end])
}

describe('a file that is no bundle is refused with one line and exit code 4', () => {
  test.each([
    ['empty', Buffer.alloc(0), 'End of central directory record signature not found.'],
    ['text', Buffer.from('hello'), 'End of central directory record signature not found.'],
    [
      'zip of something else',
      rawZip([{ name: 'a.txt' }]),
      'it is no bundle of flora-emulator exec: bundle.json is missing',
    ],
    ['path that leads out', rawZip([{ name: '../evil.json' }]), 'invalid relative path: ../evil.json'],
    ['absolute path', rawZip([{ name: '/etc/passwd' }]), 'absolute path: /etc/passwd'],
    [
      'path of Windows',
      rawZip([{ name: String.raw`..\evil` }]),
      String.raw`invalid characters in fileName: ..\evil`,
    ],
    ['symbolic link', rawZip([{ name: 'bundle.json', mode: 0o120777 }]), '"bundle.json" is a symbolic link'],
    ['two files of one name', rawZip([{ name: 'a' }, { name: 'a' }]), 'it holds two files of the name "a"'],
    [
      'encrypted file',
      rawZip([{ name: 'bundle.json', flags: 1 }]),
      '"bundle.json" is encrypted, or compressed by another method than deflate',
    ],
    [
      'file that claims to be huge',
      rawZip([{ name: 'bundle.json', size: 0xf0000000 }]),
      'bundle.json: it is larger than 134217728 bytes',
    ],
    [
      'many files that are huge together',
      rawZip(Array.from({ length: 40 }, (_, index) => ({ name: `worlds/${index}`, size: 0x7000000 }))),
      'its files are larger than 4294967296 bytes',
    ],
    [
      'name with a line break',
      rawZip([{ name: '../a\n\u001B[31mb', flags: 0x800 }]),
      'invalid relative path: ../a��[31mb',
    ],
    [
      'bomb that claims to be small',
      rawZip([{ name: 'bundle.json', content: Buffer.alloc(64 * 1024 * 1024), size: 100 }]),
      'bundle.json: too many bytes in the stream. expected 100. got at least',
    ],
  ])('%s', async (_, content, reason) => {
    expect(await refusalOf(write(content))).toContain(reason)
  })

  test('a folder, and a file that is missing', async () => {
    const folder = join(temporaryFolder(), 'folder')
    mkdirSync(folder)
    await expect(Bundle.open(folder)).rejects.toThrow('it is no file')
    await expect(Bundle.open(join(folder, 'missing.zip'))).rejects.toThrow('ENOENT')
  })
})

describe('a bundle that is damaged is refused', () => {
  test('wherever it is cut', async () => {
    for (let part = 0; part < 10; part += 1) {
      await refusalOf(write(bytes.subarray(0, Math.floor((bytes.length * part) / 10))))
    }
  })

  test('with any byte of its contents changed, or is read in full', async () => {
    let refused = 0
    for (let at = 40; at < bytes.length; at += Math.floor(bytes.length / 60)) {
      const damaged = Buffer.from(bytes)
      damaged.writeUInt8(damaged.readUInt8(at) ^ 0x55, at)
      const file = write(damaged)
      const result: unknown = await readAll(file).catch((error: unknown) => error)
      if (result === null) continue
      refused += 1
      expect(result).toMatchObject({ name: 'StartError', exitCode: 4 })
    }
    expect(refused).toBeGreaterThan(20)
  })

  test.each([
    ['bundle.json', () => '{', 'bundle.json: '],
    ['bundle.json', () => '[]', 'bundle.json: '],
    ['bundle.json', () => '['.repeat(100_000), 'bundle.json: '],
    ['requests.json', () => null, 'requests.json: it is missing'],
    ['requests.json', () => ({ texts: [], steps: [{ type: 'request' }] }), 'requests.json: steps.0'],
    ['states/0.json', () => '{}', 'states/0.json: '],
    ['bundle.json', () => '{', 'bundle.json: it is not valid JSON'],
    ['requests.json', () => '['.repeat(100), 'requests.json: it is not valid JSON'],
    ['states/0.json', () => '{', 'states/0.json: it is not valid JSON'],
    [
      'requests.json',
      () => ({ texts: [], steps: Array.from({ length: 30_001 }, () => ({ type: 'state' })) }),
      'requests.json: steps: Array must contain at most 30000 element',
    ],
    [
      'requests.json',
      () => {
        const state = { type: 'state', world: 'default', file: 'states/0.json' }
        return { texts: [], steps: [state, state] }
      },
      'requests.json: steps.1: file: states/0.json is named twice',
    ],
    [
      'requests.json',
      (json: string) => json.replace('"method":"POST"', '"method":"PAY"'),
      /^bundle .*: requests\.json: steps\.1: method: Node v\S+ knows no method PAY$/,
    ],
  ])('%s', async (name, change, reason) => {
    const file = await changed(good, { [name]: change })
    const error: unknown = await replay(file, {}).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'StartError', exitCode: 4, message: expect.stringMatching(reason) })
  })

  test.each([
    [{ version: 2, extra: [] }, 'it has version 2, and flora-emulator '],
    [{ worlds: ['../default'] }, 'bundle.json: worlds.0'],
    [{ options: { auth: 'never' } }, 'bundle.json: options: --auth: expected open or strict, got "never".'],
    [{ exit_code: 'one' }, 'bundle.json: exit_code'],
    [{ worlds: ['default', 'default'] }, 'bundle.json: worlds: names a world twice'],
    [
      { options: { profile: './secret.json' } },
      '--profile: expected docs or measured; a bundle names no file',
    ],
  ])('members %j', async (members, reason) => {
    const file = await changed(good, {
      'bundle.json': (json) => ({ ...(JSON.parse(json) as object), ...members }),
    })
    expect(await refusalOf(file)).toMatch(reason)
  })

  test('in a message that stays short', async () => {
    const file = await changed(good, {
      'bundle.json': (json) => ({ ...(JSON.parse(json) as object), options: { seed: 's'.repeat(100_000) } }),
    })
    expect(await refusalOf(file)).toMatch(/^bundle\.json: options: --seed: .{400,500}…$/)
  })

  test.each([['/_emulator/worlds/default'], ['http://example.com/'], ['//example.com/api/v1/']])(
    'a request for %s',
    async (path) => {
      const file = await changed(good, {
        'requests.json': (json) => {
          const { texts, steps } = JSON.parse(json) as { texts: string[]; steps: { type: string }[] }
          return { texts, steps: steps.map((step) => (step.type === 'request' ? { ...step, path } : step)) }
        },
      })
      await expect(replay(file, {})).rejects.toThrow(/requests\.json: steps\.1/)
    },
  )
})

test('a replay waits for no delay, which may be of any number of requests', async () => {
  const file = await recordBundle(async (api) => {
    for (let count = 0; count < 3; count += 1) await api.generate({}, { 'x-flora-emulator': 'delay:1' })
  })
  const slow = await changed(file, {
    'requests.json': (json) => json.replaceAll('delay:1', 'delay:600000'),
  })
  const written: string[] = []
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0)
  await replay(slow, {}).finally(() => spy.mockRestore())
  process.exitCode = 0
  expect(written.join('')).toBe('3 requests: every answer is equal\n')
})

test('options of a bundle open no door: open takes neither its hosts nor its origins', async () => {
  const file = await changed(good, {
    'bundle.json': (json) => {
      const manifest = JSON.parse(json) as { options: object }
      const options = {
        ...manifest.options,
        host: '0.0.0.0',
        db: 'x.sqlite',
        allowedHost: ['evil.test'],
        corsOrigin: ['*'],
      }
      return { ...manifest, options }
    },
  })
  const bundle = await Bundle.open(file)
  const { bundleConfig } = await import('../../src/cli/bundle/bundle-config.ts')
  const config = bundleConfig(bundle, 'programs', {}, { port: '0' })
  bundle.close()
  expect(config).toMatchObject({ host: '127.0.0.1', db: null, allowedHost: [], corsOrigin: [], seed: 'test' })
})

/** Resolves with null when nothing is wrong. */
async function readAll(file: string): Promise<null> {
  const bundle = await Bundle.open(file)
  try {
    await bundle.requests()
    await bundle.snapshot('states/0.json')
    for (const world of bundle.manifest.worlds) {
      await bundle.snapshot(worldFile(world, 'snapshot'))
      await bundle.journal(world)
    }
    return null
  } finally {
    bundle.close()
  }
}
