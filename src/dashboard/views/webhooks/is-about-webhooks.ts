import type { LiveEvent } from '../../state/event-stream.ts'
import { isAboutRuns } from '../../state/use-live.ts'

/** True for events that may change a webhook: attempts, ends of runs and moves of the clock. */
export const isAboutWebhooks = (event: LiveEvent): boolean =>
  event.type.startsWith('webhook.') || isAboutRuns(event)
