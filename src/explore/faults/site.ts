/** A call of the client in the undisturbed run. */
export interface Site {
  /** operationId. */
  readonly operation: string
  /** Counts the calls of this operation, from 1. */
  readonly call: number
  /** Number of requests before it. */
  readonly position: number
  /** Whether the call started a run. */
  readonly startsRun: boolean
  /** Prompt of the run. Null without one, and when it differed between two undisturbed runs. */
  readonly prompt: string | null
  /** Whether a webhook of the run was delivered. */
  readonly hasWebhook: boolean
  /** Whether another webhook to the same receiver followed. */
  readonly isFollowed: boolean
}

/** Identifies a site among those of one map. */
export const siteKey = ({ operation, call }: Pick<Site, 'operation' | 'call'>): string =>
  `${operation}:${call}`
