import { type CheckId, type Finding, findingsOf, gravestFirst } from '../../checks/index.ts'
import type { OperationFact, RequestFact } from '../../checks/record/facts.ts'
import { createRecord, type WorldRecord } from '../../checks/record/record.ts'
import { startOf } from '../../checks/record/starts.ts'
import { OWN_CLIENTS } from '../../kernel/names.ts'
import type { RunRecord } from '../../store/runs/run-records.ts'
import type { Store } from '../../store/store.ts'
import { listWebhooks } from '../../store/webhooks/webhooks.ts'
import type { Catalogue } from '../models/catalogue.ts'
import type { RecordedRequest } from '../requests/recorded-request.ts'
import type { RunReader } from '../runs/run-reader.ts'
import type { WorldKey } from '../../store/worlds/world-records.ts'
import type { World } from '../worlds/world.ts'

/** Webhooks that the checks see: the newest. */
const WEBHOOKS_MAX = 1000

export interface FindingsQuery {
  /** True when the client has ended, so that it misses the end of every run that it has not read. */
  readonly isFinal: boolean
  readonly ignored: ReadonlySet<CheckId>
}

/** Findings of an earlier process. */
interface Recorded {
  readonly findings: readonly Finding[]
  /** Ids of the requests in which they were found. */
  readonly requests: ReadonlySet<string>
}

const NOTHING_RECORDED: Recorded = { findings: [], requests: new Set() }

/** Names what a finding is about, so that one of a webhook is not listed twice. */
const subjectOf = ({ check, runId, requests }: Finding): string =>
  `${check.id} ${runId ?? requests.join(' ')}`

/** Runs the checks over what a world has kept. Nothing is computed before it is asked for. */
export class Findings {
  readonly #store: Store
  readonly #reader: RunReader
  readonly #operations: () => ReadonlyMap<string, OperationFact>
  readonly #models: ReadonlyMap<string, readonly string[]>
  readonly #recorded = new Map<WorldKey, Recorded>()

  /** @param operations called when findings are asked for, because the routes are registered after the services */
  constructor(
    store: Store,
    reader: RunReader,
    catalogue: Catalogue,
    operations: () => ReadonlyMap<string, OperationFact>,
  ) {
    this.#store = store
    this.#reader = reader
    this.#operations = operations
    this.#models = new Map(catalogue.all(null).map(({ id, params }) => [id, params.map(({ name }) => name)]))
  }

  /** Returns the findings of a world, gravest first. */
  async list(world: World, { isFinal, ignored }: FindingsQuery): Promise<readonly Finding[]> {
    const recorded = this.#recorded.get(world.key) ?? NOTHING_RECORDED
    const found = findingsOf(await this.#record(world, isFinal, recorded.requests), ignored)
    const known = new Set(recorded.findings.map(subjectOf))
    return gravestFirst([
      ...recorded.findings.filter(({ check }) => !ignored.has(check.id)),
      ...found.filter((finding) => !known.has(subjectOf(finding))),
    ])
  }

  /**
   * Lists findings of an earlier process from now on, until the world is reset. The requests that the journal holds are not
   * checked again: a journal that was listed lacks what some checks need.
   */
  keep(world: World, findings: readonly Finding[]): void {
    const requests = new Set(world.journal.list().map(({ id }) => id))
    this.#recorded.set(world.key, { findings, requests })
  }

  /** Returns the models of the runs that the requests in the journal have started. */
  async models(world: World): Promise<readonly string[]> {
    const runs = await this.#runs(world, world.journal.list())
    return [...new Set(runs.map(({ request }) => request.model))].filter((model) => model !== '')
  }

  async #record(world: World, isFinal: boolean, checked: ReadonlySet<string>): Promise<WorldRecord> {
    const requests = world.journal
      .list()
      .filter((request) => isOfClient(request) && !checked.has(request.id))
      .toReversed()
    const webhooks = { world: world.key, runId: null, state: null, limit: WEBHOOKS_MAX }
    return createRecord({
      now: world.clock.now(),
      clock: world.clock.mode,
      isFinal,
      requests,
      runs: await this.#runs(world, requests),
      webhooks: await this.#store.read(listWebhooks(webhooks)),
      transfers: world.transfers.list(),
      operations: this.#operations(),
      models: this.#models,
    })
  }

  async #runs({ key }: World, requests: readonly RequestFact[]): Promise<readonly RunRecord[]> {
    const ids = new Set(requests.flatMap((request) => startOf(request)?.runIds ?? []))
    const runs = await Promise.all(Array.from(ids, async (id) => this.#reader.find(key, id)))
    return runs.filter((run) => run !== null)
  }
}

/** The emulator's own programs, such as the dashboard, are not what is checked. */
const isOfClient = ({ client }: RecordedRequest): boolean => client === null || !OWN_CLIENTS.includes(client)
