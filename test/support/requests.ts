import { epochMs } from '../../src/kernel/units.ts'
import type { ReceivedRequest } from '../../src/services/requests/recorded-request.ts'

/** A request without a body, as the pipeline hands it to the journal. */
export const RECEIVED: ReceivedRequest = {
  id: 'req_1',
  at: epochMs(0),
  operation: 'startGeneration',
  method: 'POST',
  path: '/api/v1/generate',
  status: 201,
  durationMs: 1,
  workspaceId: 'ws_abc123',
  authorization: 'Bearer sk_live_hunter2hunter2',
  body: undefined,
  bodyText: '',
  answer: null,
  rule: null,
  directives: null,
  client: null,
  note: null,
  sdk: null,
  idempotencyKey: null,
  traceParent: null,
  isReceived: true,
  arrivedMs: 0,
  retryAfterMs: null,
  clock: 'manual',
}
