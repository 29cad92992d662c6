import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  checkKind,
  checkWritable,
  createFolder,
  writeTogether,
  writeWhole,
} from '../../src/config/write-file.ts'
import { temporaryFolder } from '../support/fixtures.ts'

function* failing(): Generator<string> {
  yield 'half'
  throw new Error('no space left')
}

test('a file is replaced, and no temporary file stays', () => {
  const folder = temporaryFolder()
  const file = join(folder, 'a.json')
  writeWhole(file, 'old')
  writeWhole(file, ['n', 'é', 'w'], { mode: 0o600 })
  expect(readFileSync(file, 'utf8')).toBe('néw')
  expect(readdirSync(folder)).toEqual(['a.json'])
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('a failure leaves the file as it was', () => {
  const folder = temporaryFolder()
  const file = join(folder, 'a.json')
  writeFileSync(file, 'old')
  expect(() => writeWhole(file, failing())).toThrow('no space left')
  expect(readFileSync(file, 'utf8')).toBe('old')
  expect(readdirSync(folder)).toEqual(['a.json'])
})

test('of several files none is replaced when one cannot be written', () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'a.json'), 'old')
  const files = new Map<string, string | Iterable<string>>([
    [join(folder, 'a.json'), 'new'],
    [join(folder, 'b.json'), failing()],
  ])
  expect(() => writeTogether(files)).toThrow('no space left')
  expect(readFileSync(join(folder, 'a.json'), 'utf8')).toBe('old')
  expect(readdirSync(folder)).toEqual(['a.json'])
})

test('a folder is created with those above it, and again without an error', () => {
  const folder = join(temporaryFolder(), 'a', 'b')
  createFolder(folder)
  createFolder(folder)
  expect(readdirSync(folder)).toEqual([])
})

test('a folder below a file is refused', () => {
  const file = join(temporaryFolder(), 'a')
  writeFileSync(file, '')
  expect(() => createFolder(join(file, 'b', 'c'))).toThrow(/^EEXIST|^ENOTDIR/)
})

test.skipIf(process.platform !== 'linux')('a folder that no one can create is refused, also for root', () => {
  expect(() => createFolder('/proc/flora-emulator/reports')).toThrow(/ENOENT|EACCES/)
  expect(() => createFolder('/proc')).toThrow(/ENOENT|EACCES/)
  expect(() => checkWritable('/proc/flora-emulator')).toThrow(/ENOENT|EACCES/)
})

test('a folder is not replaced by a file', () => {
  const folder = join(temporaryFolder(), 'a')
  mkdirSync(folder)
  for (const write of [() => checkWritable(folder), () => writeWhole(folder, 'new')]) {
    expect(write).toThrow('is no regular file')
  }
})

test.skipIf(process.platform === 'win32')('a named pipe is neither replaced nor waited for', () => {
  const pipe = join(temporaryFolder(), 'pipe')
  execFileSync('mkfifo', [pipe])
  for (const write of [() => checkKind(pipe), () => checkWritable(pipe), () => writeWhole(pipe, 'new')]) {
    expect(write).toThrow('is no regular file')
  }
  expect(statSync(pipe).isFIFO()).toBe(true)
})
