import { Type } from 'typebox'
import { WebhookMode, WebhookQuery } from '../../schemas/control/webhooks/webhook.ts'
import { defineTool, WORLD, worldOf } from '../tool.ts'

const listWebhooks = defineTool({
  name: 'list_webhooks',
  description: 'Lists the webhooks of a world with their delivery attempts, newest first.',
  input: Type.Object({ ...WORLD, ...WebhookQuery.properties }),
  example: { world: 'checkout', state: 'failed' },
  reads: true,
  run: async (target, { world: name, ...filter }) => ({
    webhooks: await worldOf(target, { world: name }).webhooks.list(filter),
  }),
})

const redeliverWebhook = defineTool({
  name: 'redeliver_webhook',
  description: 'Sends a webhook once more, now, with a fault if you like. Returns it with the attempt.',
  input: Type.Object({
    ...WORLD,
    webhook_id: Type.String({ minLength: 1, description: 'Id of the webhook, such as whd_abc123.' }),
    mode: Type.Optional(
      Type.Enum(
        WebhookMode.enum.filter((mode) => mode !== 'hold' && mode !== 'reorder' && mode !== 'early'),
        { type: 'string', description: 'Fault of this attempt. Default: none.' },
      ),
    ),
  }),
  example: { world: 'checkout', webhook_id: 'whd_abc123', mode: 'wrong-secret' },
  reads: false,
  run: async (target, { webhook_id: id, mode, ...args }) =>
    worldOf(target, args).webhooks.redeliver(id, mode === undefined ? {} : { mode }),
})

export const WEBHOOK_TOOLS = [listWebhooks, redeliverWebhook]
