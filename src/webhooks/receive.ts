import { wallNow } from '../kernel/clock.ts'
import type { SigningSecrets } from '../services/webhooks/webhook-secrets.ts'
import type { World } from '../services/worlds/world.ts'
import type { SentMessage } from '../services/requests/event-feed.ts'
import { signatureProblem } from './signature.ts'

/** Adds a message to an inbox, with the result of verifying its signature. Resolves with the HTTP status of the inbox. */
export async function receive(
  world: World,
  inboxName: string,
  { body, headers }: SentMessage,
  secrets: SigningSecrets,
): Promise<number> {
  const at = wallNow()
  const workspaceId = workspaceIn(body)
  const known = workspaceId === null ? [] : await secrets.current(world, workspaceId)
  const problem =
    workspaceId === null
      ? 'the body is not JSON with data.workspace_id'
      : signatureProblem(body, headers['flora-signature'], known, Math.floor(at / 1000))
  return world.inboxes.get(inboxName).receive({ at, headers, body, problem })
}

function workspaceIn(body: string): string | null {
  try {
    const event = JSON.parse(body) as { data?: { workspace_id?: unknown } } | null
    const id = event?.data?.workspace_id
    return typeof id === 'string' ? id : null
  } catch {
    return null
  }
}
