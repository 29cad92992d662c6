import type { RunEffect } from '../runs/plan.ts'

/** What a rule or directive does to one request. Null members leave the request alone. */
export interface Effect {
  /** Wall time to wait before the request is handled. */
  readonly delayMs: number | null
  /** Answer with this instead of doing the work. */
  readonly error: InjectedError | null
  /** Cut the connection before, or after, the work is committed. */
  readonly drop: 'before' | 'after' | null
  /** Spoil the answer: the connection is cut in its middle, or it ends early and is no JSON. */
  readonly body: 'truncated' | 'malformed' | null
  readonly run: RunEffect
}

export interface InjectedError {
  readonly status: number
  /** Null for what production would most likely say. */
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

/** Both effects; where they disagree, `stronger` wins. */
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
