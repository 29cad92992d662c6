import type { LiveEvent } from '../../state/event-stream.ts'
import { isAboutRuns } from '../../state/use-live.ts'

/** The end of a run makes a webhook, an attempt changes it, and a clock that moves makes it due. */
export const isAboutWebhooks = (event: LiveEvent): boolean =>
  event.type.startsWith('webhook.') || isAboutRuns(event)
