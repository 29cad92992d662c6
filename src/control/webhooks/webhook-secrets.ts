import { Type } from 'typebox'
import type { Api } from '../../http/typed-fastify.ts'
import { RotateBody, WebhookSecretAnswer } from '../../schemas/control/webhooks/webhook.ts'
import { WorldParams } from '../../schemas/control/worlds/world.ts'
import { answers } from '../answers.ts'
import type { ControlDeps } from '../deps.ts'

const tags = ['Webhooks']
const params = Type.Object({ ...WorldParams.properties, id: Type.String() })
const OVERLAP_SECONDS_DEFAULT = 86_400

const getWebhookSecret = {
  tags,
  operationId: 'getWebhookSecret',
  summary: "Read a workspace's webhook secret",
  params,
  response: answers(200, WebhookSecretAnswer),
}

const rotateWebhookSecret = {
  tags,
  operationId: 'rotateWebhookSecret',
  summary: "Change a workspace's webhook secret",
  description:
    'Until the overlap ends, deliveries carry a signature of each secret, so that receivers can change theirs.',
  params,
  body: RotateBody,
  response: answers(200, WebhookSecretAnswer),
}

export function webhookSecretRoutes(api: Api, { services: { worlds, webhookSecrets } }: ControlDeps): void {
  api.get('/worlds/:world/workspaces/:id/webhook-secret', { schema: getWebhookSecret }, async (request) => {
    const { world: name, id } = request.params
    return render(id, await webhookSecrets.get(await worlds.get(name), id))
  })

  api.post(
    '/worlds/:world/workspaces/:id/webhook-secret/rotate',
    { schema: rotateWebhookSecret },
    async (request) => {
      const { world: name, id } = request.params
      const { webhook_secret: secret = null, overlap_seconds: seconds = OVERLAP_SECONDS_DEFAULT } =
        request.body
      const rotation = { secret, overlapMs: seconds * 1000 }
      return render(id, await webhookSecrets.rotate(await worlds.get(name), id, rotation))
    },
  )
}

const render = (
  workspaceId: string,
  [secret, previous]: readonly [string, ...string[]],
): WebhookSecretAnswer => ({
  workspace_id: workspaceId,
  webhook_secret: secret,
  previous_webhook_secret: previous ?? null,
})
