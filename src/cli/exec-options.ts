import type { Command } from 'commander'

/** Options of `exec` that the emulator itself does not have. */
export interface ExecOptions {
  readonly intercept?: boolean
}

export function addInterceptOption(command: Command): Command {
  return command.option(
    '--intercept',
    'lead requests for app.flora.ai and its other hosts to the emulator, whatever the program; exit 7 when there was ' +
      'none (default: off)',
  )
}
