import { type ChildProcess, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { wallDelay } from '../kernel/clock.ts'

/** Time for the processes that a command leaves to end after SIGTERM; then they are killed. */
const END_MS = 2_000
const LOOK_MS = 20

interface TreeOptions {
  /** True when the command leads a process group. */
  readonly ownGroup: boolean
  /** A variable and its value, such as `NAME=value`, that its children inherit and that no other command has. */
  readonly mark: string
}

/** A command and the processes that it has started. */
export class ProcessTree {
  readonly #child: ChildProcess
  readonly #ownGroup: boolean
  readonly #mark: string

  constructor(child: ChildProcess, { ownGroup, mark }: TreeOptions) {
    this.#child = child
    this.#ownGroup = ownGroup
    this.#mark = mark
  }

  /** Sends a signal to the command and to its process group. */
  signal(signal: NodeJS.Signals): void {
    const { pid } = this.#child
    if (pid === undefined) return
    // Windows has no signals for process trees: taskkill /T ends the children too.
    if (process.platform === 'win32') spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'])
    else send(this.#ownGroup ? -pid : pid, signal)
  }

  /** Ends the processes that the command has left running. Resolves when there are none. */
  async end(): Promise<void> {
    let left = this.#left()
    for (const pid of left) send(pid, 'SIGTERM')
    for (let waited = 0; left.length > 0 && waited < END_MS; waited += LOOK_MS) {
      await wallDelay(LOOK_MS, NEVER)
      left = this.#left()
    }
    for (const pid of left) send(pid, 'SIGKILL')
  }

  /** Returns ids for `kill`: that of the group if it has members, and of processes that have left it. */
  #left(): readonly number[] {
    const { pid } = this.#child
    const group = this.#ownGroup && pid !== undefined && send(-pid, 0) ? [-pid] : []
    return [...group, ...markedProcesses(this.#mark)]
  }
}

const NEVER = new AbortController().signal

/** Returns false when there is no such process. */
function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

/** Lists the processes of the user with a variable in their environment. Only Linux tells. */
function markedProcesses(mark: string): number[] {
  if (process.platform !== 'linux') return []
  const pids = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid)
  return pids.filter((pid) => environmentOf(pid).includes(mark))
}

function environmentOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
  } catch {
    // Another user's, or already ended.
    return []
  }
}
