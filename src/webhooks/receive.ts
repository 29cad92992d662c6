import { wallNow } from '../kernel/clock.ts'
import type { WebhookSecretBook } from '../services/webhooks/webhook-secrets.ts'
import type { World } from '../services/worlds/world.ts'
import type { SentMessage } from '../services/requests/event-feed.ts'
import { signatureProblem } from './signature.ts'

/** Puts a message into an inbox, and verifies its signature with the secrets of its workspace. Returns the status. */
export async function receive(
  world: World,
  inboxName: string,
  { body, headers }: SentMessage,
  secrets: WebhookSecretBook,
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
