import { type Static, type TObject, Type } from 'typebox'
import type { ControlClient } from '../client/control-client.ts'
import { type WorldHandle, worldHandle } from '../client/world-handle.ts'
import { DEFAULT_WORLD } from '../kernel/names.ts'
import { createCompiler } from '../kernel/validation.ts'
import { WorldParams } from '../schemas/control/worlds/world.ts'
import { BadArguments } from './bad-arguments.ts'

/** The emulator that tools act on. */
export interface Target {
  readonly client: ControlClient
  /** Origin, such as `http://127.0.0.1:4620`. */
  readonly url: string
}

/** What a tool says of itself. */
interface ToolFacts<Input extends TObject> {
  /** A verb and its object, in snake case. */
  readonly name: string
  readonly description: string
  readonly input: Input
  readonly example: Static<Input>
  /** True when it changes nothing. */
  readonly reads: boolean
}

export interface Tool extends ToolFacts<TObject> {
  /**
   * Validates the arguments and calls the control API.
   *
   * @throws {BadArguments}
   * @throws {ControlError}
   */
  readonly call: (target: Target, args: unknown) => Promise<unknown>
}

/** A tool with typed arguments. */
interface ToolDefinition<Input extends TObject> extends ToolFacts<Input> {
  readonly run: (target: Target, args: Static<Input>) => Promise<unknown>
}

const compile = createCompiler({ coerce: false, closed: true, publicCallbacks: false, schemas: [] })

export function defineTool<Input extends TObject>({ run, ...facts }: ToolDefinition<Input>): Tool {
  const validate = compile(facts.input)
  const isValid = (args: unknown): args is Static<Input> => validate(args).length === 0
  return {
    ...facts,
    call: async (target, args) => {
      if (!isValid(args)) throw new BadArguments(facts, validate(args))
      return run(target, args)
    },
  }
}

/** The argument that names a world. */
export const WORLD = {
  world: Type.Optional({ ...WorldParams.properties.world, default: DEFAULT_WORLD }),
}

/** Returns a handle to the world. Calls of a misspelled name fail instead of creating a world. */
export const worldOf = (
  { client }: Target,
  { world }: { readonly world?: string | undefined },
): WorldHandle => worldHandle(client, world, { create: false })
