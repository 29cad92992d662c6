import { reasonOf } from '../../../kernel/errors.ts'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse } from '@babel/parser'
import type { Node, Statement, TSModuleDeclaration } from '@babel/types'

/** Larger files are bundles, not the source of a client. */
export const FILE_BYTES_MAX = 4 * 1024 * 1024

/** A name in a file or namespace, with every declaration of it: an interface and its namespace share one. */
export interface Named {
  readonly scope: Scope
  readonly nodes: readonly Statement[]
}

/** The declarations of a file or of a namespace in it. */
export class Scope {
  readonly names = new Map<string, Statement[]>()
  readonly module: Module
  readonly parent: Scope | null

  constructor(module: Module, statements: readonly Statement[], parent: Scope | null) {
    this.module = module
    this.parent = parent
    for (const statement of statements) this.#declare(statement)
  }

  #declare(statement: Statement): void {
    const isExport =
      statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration'
    const declared = isExport ? statement.declaration : statement
    if (declared === null || declared === undefined || !('type' in declared)) return
    for (const name of namesOf(declared)) {
      this.names.set(name, [...(this.names.get(name) ?? []), declared as Statement])
    }
  }

  /** Finds a name here or further out. */
  find(name: string): Named | Module | null {
    const nodes = this.names.get(name)
    if (nodes !== undefined) return { scope: this, nodes }
    return this.parent === null ? this.module.imported(name) : this.parent.find(name)
  }
}

/** The names that a statement declares as types, classes, namespaces or constants. */
function namesOf(node: Node): string[] {
  if (node.type === 'VariableDeclaration') {
    return node.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []))
  }
  const isNamed =
    node.type === 'TSInterfaceDeclaration' ||
    node.type === 'TSTypeAliasDeclaration' ||
    node.type === 'TSEnumDeclaration' ||
    node.type === 'TSModuleDeclaration' ||
    node.type === 'ClassDeclaration'
  return isNamed && node.id?.type === 'Identifier' ? [node.id.name] : []
}

/** A parsed file, which resolves its imports and exports when they are asked for. */
export class Module {
  readonly file: string
  readonly statements: readonly Statement[]
  readonly scope: Scope
  readonly #folder: SourceFolder

  constructor(file: string, folder: SourceFolder, statements: readonly Statement[]) {
    this.file = file
    this.#folder = folder
    this.statements = statements
    this.scope = new Scope(this, this.statements, null)
  }

  /** What a name stands for that an import brings into this file. */
  imported(name: string): Named | Module | null {
    for (const statement of this.statements) {
      if (statement.type !== 'ImportDeclaration') continue
      for (const specifier of statement.specifiers) {
        if (specifier.local.name !== name) continue
        const module = this.#folder.resolve(this.file, statement.source.value)
        if (specifier.type !== 'ImportSpecifier') return module
        return module?.exported(textOf(specifier.imported)) ?? null
      }
    }
    return null
  }

  /** What a name stands for that this file exports. */
  exported(name: string, open: ReadonlySet<Module> = new Set()): Named | Module | null {
    if (open.has(this)) return null
    const nodes = this.scope.names.get(name)
    if (nodes !== undefined) return { scope: this.scope, nodes }
    const within = new Set([...open, this])
    for (const statement of this.statements) {
      const found = this.#reExported(statement, name, within)
      if (found !== null) return found
    }
    return null
  }

  #reExported(statement: Statement, name: string, open: ReadonlySet<Module>): Named | Module | null {
    if (statement.type === 'ExportAllDeclaration') {
      return this.#folder.resolve(this.file, statement.source.value)?.exported(name, open) ?? null
    }
    if (statement.type !== 'ExportNamedDeclaration') return null
    for (const specifier of statement.specifiers) {
      if (specifier.type === 'ExportDefaultSpecifier' || textOf(specifier.exported) !== name) continue
      const { source } = statement
      if (source === null || source === undefined) {
        return specifier.type === 'ExportSpecifier' ? this.scope.find(specifier.local.name) : null
      }
      const module = this.#folder.resolve(this.file, source.value)
      if (specifier.type === 'ExportNamespaceSpecifier') return module
      return module?.exported(specifier.local.name, open) ?? null
    }
    return null
  }
}

const textOf = (name: { readonly name: string } | { readonly value: string }): string =>
  'name' in name ? name.name : name.value

/** The TypeScript files of a client. Each is parsed once. */
export class SourceFolder {
  readonly #modules = new Map<string, Module>()
  /** For types that stand alone. */
  readonly emptyScope = new Module('', this, []).scope

  module(file: string): Module {
    const known = this.#modules.get(file)
    if (known !== undefined) return known
    const module = new Module(file, this, parseFile(file))
    this.#modules.set(file, module)
    return module
  }

  /** Finds the file that a relative import means; null for packages and for files that are not there. */
  resolve(from: string, specifier: string): Module | null {
    if (!specifier.startsWith('.')) return null
    const path = join(dirname(from), specifier.replace(/\.[cm]?js$/, ''))
    const candidates = ['.ts', '.d.ts', '/index.ts', '/index.d.ts'].map((ending) => path + ending)
    const file = candidates.find((candidate) => existsSync(candidate))
    return file === undefined ? null : this.module(file)
  }
}

/**
 * Parses a TypeScript or JavaScript file.
 *
 * @throws {Error} naming the file, when it is too large or no valid program
 */
export function parseFile(file: string): readonly Statement[] {
  if (statSync(file).size > FILE_BYTES_MAX) throw new Error(`${file} is larger than ${FILE_BYTES_MAX} bytes`)
  return parseText(readFileSync(file, 'utf8'), file)
}

/** @throws {Error} naming `source`, when the text is no valid program */
export function parseText(text: string, source: string): readonly Statement[] {
  const isDeclaration = source.endsWith('.d.ts')
  try {
    const plugins = [['typescript', { dts: isDeclaration }] as ['typescript', { dts: boolean }]]
    return parse(text, { sourceType: 'module', plugins }).program.body
  } catch (error) {
    throw new Error(`${source}: ${reasonOf(error)}`, { cause: error })
  }
}

/** The scope of a namespace. */
export function scopeOf({ body }: TSModuleDeclaration, parent: Scope): Scope {
  return new Scope(parent.module, body.type === 'TSModuleBlock' ? body.body : [], parent)
}

/** Calls back for a node and for every node below it. */
export function walk(node: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(node)) {
    for (const item of node) walk(item, visit)
    return
  }
  if (!isNode(node)) return
  visit(node)
  for (const [key, value] of Object.entries(node)) {
    if (key !== 'loc' && typeof value === 'object' && value !== null) walk(value, visit)
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
