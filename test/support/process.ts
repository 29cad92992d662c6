import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'

const COMMAND = 'dist/main.js'

export interface Exit {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the built command to its end. */
export async function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Exit> {
  return exitOf(launch(args, env))
}

export interface Served {
  readonly process: ChildProcess
  readonly url: string
  /** Sends the signal and waits for the end. */
  readonly stop: (signal: NodeJS.Signals) => Promise<Exit>
}

/** Starts the built command and waits until it listens, by default on a free port. It is killed after the test. */
export async function serveProcess(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  errors: number | 'pipe' = 'pipe',
): Promise<Served> {
  const child = launch(args.includes('--port') ? args : [...args, '--port', '0'], env, errors)
  const exit = exitOf(child)
  const listening = new Promise<string>((resolve) => {
    child.stdout?.on('data', (chunk: string) => {
      const url = /(?:listening|recording) on (http:\S+)/.exec(chunk)?.[1]
      if (url !== undefined) resolve(url)
    })
  })
  const url = await Promise.race([
    listening,
    exit.then(({ code, stderr }) => Promise.reject(new Error(`exited with ${code}: ${stderr}`))),
  ])
  const stop = async (signal: NodeJS.Signals): Promise<Exit> => {
    child.kill(signal)
    return exit
  }
  return { process: child, url, stop }
}

export interface Launched extends Pick<Served, 'stop'> {
  readonly signal: (signal: NodeJS.Signals) => void
  /** Resolves when the command prints a text from now on. */
  readonly printed: (text: string) => Promise<void>
}

/** Starts the built command and waits until it prints `text`. It is killed after the test. */
export async function launchUntil(
  args: readonly string[],
  text: string,
  env: NodeJS.ProcessEnv = {},
): Promise<Launched> {
  const child = launch(args, env)
  const exit = exitOf(child)
  const printed = async (wanted: string): Promise<void> =>
    new Promise((resolve) => {
      const look = (chunk: string): void => (chunk.includes(wanted) ? resolve() : undefined)
      child.stdout?.on('data', look)
      child.stderr?.on('data', look)
    })
  await printed(text)
  const signal = (name: NodeJS.Signals): void => void child.kill(name)
  return {
    signal,
    printed,
    stop: async (name) => {
      signal(name)
      return exit
    },
  }
}

function launch(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  stderr: number | 'pipe' = 'pipe',
): ChildProcess {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', stderr],
  })
  child.stdout?.setEncoding('utf8')
  child.stderr?.setEncoding('utf8')
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  return child
}

async function exitOf(child: ChildProcess): Promise<Exit> {
  let [stdout, stderr] = ['', '']
  child.stdout?.on('data', (chunk: string) => (stdout += chunk))
  child.stderr?.on('data', (chunk: string) => (stderr += chunk))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stdout, stderr }
}
