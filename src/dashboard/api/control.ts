import type { Ledger, WorkspaceAnswer, WorkspaceAnswerList } from '../../schemas/control/workspaces/money.ts'
import type { RequestList } from '../../schemas/control/requests/request.ts'
import type { RuleAnswer, RuleBody } from '../../schemas/control/rules/rule.ts'
import type { RunRecord, RunRecordList } from '../../schemas/control/runs/run.ts'
import type { Snapshot } from '../../schemas/control/worlds/snapshot.ts'
import type { WebhookAnswer, WebhookList } from '../../schemas/control/webhooks/webhook.ts'
import type {
  AdvanceAnswer,
  AdvanceBody,
  Clock,
  ClockChange,
  WorldAnswer,
  WorldConfigBody,
} from '../../schemas/control/worlds/world.ts'
import { type Call, call, CallError, queryOf } from './http.ts'
import { isTokenMissing, tokenHeaders } from './token.ts'

export const CONTROL = '/_emulator'

type Filter = Readonly<Record<string, string | number | null>>

/** Calls the control API: path below its prefix. Asks for the token when one is needed. */
async function control<Answer>(path: string, given: Call = {}): Promise<Answer> {
  try {
    return await call<Answer>(CONTROL + path, { ...given, headers: tokenHeaders() })
  } catch (error) {
    if (error instanceof CallError && error.status === 401) isTokenMissing.value = true
    throw error
  }
}

const post = async <Answer>(path: string, json: unknown = {}): Promise<Answer> =>
  control(path, { method: 'POST', json })

export const worlds = async (): Promise<{ worlds: WorldAnswer[]; count: number }> => control('/worlds')

/** The control API of one world, call for call. */
export function world(name: string) {
  const at = `/worlds/${name}`
  const run = (id: string): string => `${at}/runs/${encodeURIComponent(id)}`
  const webhook = (id: string): string => `${at}/webhooks/${encodeURIComponent(id)}`
  return {
    get: async (): Promise<WorldAnswer> => control(at),
    configure: async (json: WorldConfigBody): Promise<WorldAnswer> => control(at, { method: 'PUT', json }),
    reset: async (): Promise<WorldAnswer> => post(`${at}/reset`),
    snapshot: async (): Promise<Snapshot> => control(`${at}/snapshot`),
    restore: async (json: unknown): Promise<WorldAnswer> =>
      control(`${at}/snapshot`, { method: 'PUT', json }),

    clock: async (): Promise<Clock> => control(`${at}/clock`),
    setClock: async (json: ClockChange): Promise<Clock> => control(`${at}/clock`, { method: 'PUT', json }),
    advance: async (by: AdvanceBody): Promise<AdvanceAnswer> => post(`${at}/clock/advance`, by),

    runs: async (filter: Filter): Promise<RunRecordList> => control(`${at}/runs${queryOf(filter)}`),
    run: async (id: string): Promise<RunRecord> => control(run(id)),
    completeRun: async (id: string): Promise<unknown> => post(`${run(id)}/complete`),
    failRun: async (id: string, how: object): Promise<unknown> => post(`${run(id)}/fail`, how),

    requests: async (filter: Filter): Promise<RequestList> => control(`${at}/requests${queryOf(filter)}`),
    clearRequests: async (): Promise<unknown> => control(`${at}/requests`, { method: 'DELETE' }),

    rules: async (): Promise<{ rules: RuleAnswer[] }> => control(`${at}/rules`),
    addRule: async (json: RuleBody): Promise<RuleAnswer> => post(`${at}/rules`, json),
    deleteRule: async (id: string): Promise<unknown> =>
      control(`${at}/rules/${encodeURIComponent(id)}`, { method: 'DELETE' }),

    workspaces: async (): Promise<WorkspaceAnswerList> => control(`${at}/workspaces`),
    setBalance: async (id: string, balanceUsd: number): Promise<WorkspaceAnswer> =>
      control(`${at}/workspaces/${encodeURIComponent(id)}`, {
        method: 'PATCH',
        json: { balance_usd: balanceUsd },
      }),
    ledger: async (filter: Filter): Promise<Ledger> => control(`${at}/ledger${queryOf(filter)}`),

    webhooks: async (filter: Filter): Promise<WebhookList> => control(`${at}/webhooks${queryOf(filter)}`),
    redeliver: async (id: string): Promise<WebhookAnswer> => post(`${webhook(id)}/redeliver`),
    hold: async (id: string): Promise<WebhookAnswer> => post(`${webhook(id)}/hold`),
    release: async (id: string): Promise<WebhookAnswer> => post(`${webhook(id)}/release`),
  }
}
