import type { RunEffect } from '../runs/plan.ts'

/** The effect of a rule or directive on one request. A null member changes nothing. */
export interface Effect {
  /** Wall time to wait before the request is handled. */
  readonly delayMs: number | null
  /** Answers with this error, without handling the request. */
  readonly error: InjectedError | null
  /** Cuts the connection before the request is handled, or after its changes are committed. */
  readonly drop: 'before' | 'after' | null
  /** Spoils the answer. `truncated` cuts the connection in the middle of it. `malformed` ends it early, as invalid JSON. */
  readonly body: 'truncated' | 'malformed' | null
  readonly run: RunEffect
}

/** An error that a rule or directive answers with. */
export interface InjectedError {
  /** HTTP status, 400–599. */
  readonly status: number
  /** Null for production's usual code for the status; the same holds for the message. */
  readonly code: string | null
  readonly message: string | null
  readonly headers: Readonly<Record<string, string>>
}

export const NO_EFFECT: Effect = {
  delayMs: null,
  error: null,
  drop: null,
  body: null,
  run: { outcome: null, durationMs: null, output: null, webhook: null },
}

/** Combines two effects. Members of `stronger` win. */
export function mergeEffects(weaker: Effect, stronger: Effect): Effect {
  return {
    delayMs: stronger.delayMs ?? weaker.delayMs,
    error: stronger.error ?? weaker.error,
    drop: stronger.drop ?? weaker.drop,
    body: stronger.body ?? weaker.body,
    run: {
      outcome: stronger.run.outcome ?? weaker.run.outcome,
      durationMs: stronger.run.durationMs ?? weaker.run.durationMs,
      output: stronger.run.output ?? weaker.run.output,
      webhook: stronger.run.webhook ?? weaker.run.webhook,
    },
  }
}
