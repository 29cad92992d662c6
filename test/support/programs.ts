/** Programs in documents and doc comments, written to files of this project to be type-checked and run. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

/** Path from a folder of programs to the project. */
const ROOT = '../..'

/** A fenced block of a document. */
export interface Snippet {
  readonly file: string
  /** The heading above it. */
  readonly heading: string
  readonly language: string
  readonly code: string
}

/** Reads the fenced blocks of a document, in order. */
export function snippetsOf(file: string): Snippet[] {
  const found: Snippet[] = []
  let heading = ''
  const markdown = readFileSync(file, 'utf8').replaceAll('\r\n', '\n')
  const parts = markdown.matchAll(/^#+ (?<name>.+)$|^```(?<language>\w+)\n(?<code>[^]*?)^```$/gm)
  for (const { groups: { name, language = '', code = '' } = {} } of parts) {
    if (name === undefined) found.push({ file, heading, language, code })
    else heading = name
  }
  return found
}

/** A folder for programs, where the packages of this project are found. */
export class ProgramFolder {
  /** In dist, which git ignores. */
  readonly path = mkdtempSync('dist/programs-')

  remove(): void {
    rmSync(this.path, { recursive: true, force: true })
  }

  /** Writes a program that imports the emulator from a file of this project. Returns its path. */
  write(name: string, code: string, emulator = 'src/index.ts'): string {
    const path = join(this.path, name.replaceAll(/[^\w.]+/g, '-'))
    const program = code
      .replaceAll(/(['"])flora-emulator\1/g, `'${ROOT}/${emulator}'`)
      .replaceAll(/(['"])flora-emulator\/testcontainers\1/g, `'${ROOT}/src/container/index.ts'`)
    writeFileSync(path, program)
    return path
  }

  /** Runs a program in this process: vitest strips the types of `.ts` files. */
  async load(name: string, code: string): Promise<void> {
    await import(pathToFileURL(this.write(`${name}.ts`, code)).href)
  }

  /** Returns the errors of the compiler in the programs; empty when there are none. */
  async typeErrors(programs: ReadonlyMap<string, string>): Promise<string> {
    const paths = Array.from(programs, ([name, code]) => this.write(`${name}.types.ts`, code))
    const settings = {
      extends: `${ROOT}/tsconfig.json`,
      // As strict as this project, except for what readers need not share.
      compilerOptions: { noPropertyAccessFromIndexSignature: false, noUnusedLocals: false },
      include: [],
      files: paths.map((path) => join(ROOT, path)),
    }
    writeFileSync(join(this.path, 'tsconfig.json'), JSON.stringify(settings))
    return node('node_modules/typescript/bin/tsc', '-p', this.path).then(
      () => '',
      (failed: { stdout: string }) => failed.stdout,
    )
  }
}

/** Runs Node. Rejects when the exit code is not 0. */
export async function node(...args: readonly string[]): Promise<{ readonly stdout: string }> {
  return promisify(execFile)(process.execPath, args)
}
