import type Database from 'better-sqlite3'
import type { Settlement, Statement, Step, Steps } from '../sql.ts'
import type { OnSettled, Store } from '../store.ts'
import { WorldMemory } from '../worlds/world-memory.ts'
import type { WorldKey } from '../worlds/world-records.ts'
import { GroupCommit } from './group-commit.ts'
import { openDatabase } from './open-database.ts'

interface Prepared {
  readonly statement: Database.Statement<[unknown[]]>
  /** The name of each parameter of the statement, in its order. */
  readonly names: readonly string[]
}

interface Outcome<Result> {
  readonly result: Result
  readonly settlements: readonly Settlement[]
}

/** Worlds that are remembered at most. */
const MEMORIES_MAX = 1_000

/** The store on SQLite: in memory, or in a file that survives restarts and `kill -9`. */
export class SqliteStore implements Store {
  readonly #db
  readonly #commit
  /** Prepared statements by their text: there are as many as there are texts in the source. */
  readonly #prepared = new Map<string, Prepared>()
  /** Correct for as long as transactions succeed: the file is locked, so nobody else writes. */
  readonly #memories = new Map<WorldKey, WorldMemory>()
  #onSettled: OnSettled = () => undefined

  /**
   * @param file null keeps everything in memory
   * @throws DatabaseUnusable with the reason
   */
  constructor(file: string | null) {
    this.#db = openDatabase(file)
    this.#commit = new GroupCommit(this.#db, () => this.#memories.clear())
  }

  async read<Result>(steps: Steps<Result>): Promise<Result> {
    return this.#run(steps).result
  }

  async write<Result>(steps: () => Steps<Result>): Promise<Result> {
    const { result, settlements } = await this.#commit.write(() => this.#run(steps()))
    for (const { world, runs } of settlements) this.#onSettled(world, runs)
    return result
  }

  onSettled(listener: OnSettled): void {
    this.#onSettled = listener
  }

  async close(): Promise<void> {
    this.#commit.flush()
    this.#db.close()
  }

  #run<Result>(steps: Steps<Result>): Outcome<Result> {
    const settlements: Settlement[] = []
    let step = steps.next()
    while (step.done !== true) {
      if (step.value.wants === 'announcement') settlements.push(step.value)
      step = this.#answer(steps, step.value)
    }
    return { result: step.value, settlements }
  }

  /** Hands the result of a statement, or its error, to the steps and goes on to the next. */
  #answer<Result>(steps: Steps<Result>, asked: Step): ReturnType<Steps<Result>['next']> {
    let answer: unknown
    try {
      answer = this.#answerTo(asked)
    } catch (error) {
      return steps.throw(error)
    }
    return steps.next(answer)
  }

  #answerTo(asked: Step): unknown {
    if (asked.wants === 'announcement') return undefined
    return asked.wants === 'memory' ? this.#remember(asked.world) : this.#execute(asked)
  }

  #remember(world: WorldKey): WorldMemory {
    const known = this.#memories.get(world)
    if (known !== undefined) return known
    if (this.#memories.size >= MEMORIES_MAX) this.#memories.clear()
    const memory = new WorldMemory()
    this.#memories.set(world, memory)
    return memory
  }

  #execute({ wants, text, parameters }: Statement): unknown {
    const { statement, names } = this.#prepared.get(text) ?? this.#prepare(text)
    const values = names.map((name) => parameters[name])
    switch (wants) {
      case 'row':
        return statement.get(values) ?? null
      case 'rows':
        return statement.all(values)
      case 'changes':
        return statement.run(values).changes
    }
  }

  /** Numbered parameters: better-sqlite3 binds a list in half the time that it takes for names. */
  #prepare(text: string): Prepared {
    const names: string[] = []
    const numbered = text.replaceAll(/@(\w+)/g, (_, name: string) => {
      names.push(name)
      return '?'
    })
    const prepared = { statement: this.#db.prepare<[unknown[]]>(numbered), names }
    this.#prepared.set(text, prepared)
    return prepared
  }
}
