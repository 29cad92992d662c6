import { Histogram } from 'prom-client'
import { DURATION_BUCKETS, type DurationTally, type Tally } from '../../services/requests/tally.ts'

interface Labels {
  readonly operation: string
  readonly status: string | number
}

/** One line of the text format. */
interface Sample {
  readonly metricName: string
  readonly labels: Labels & { readonly le?: number | string }
  readonly value: number
}

const NAME = 'flora_emulator_request_duration_seconds'
const HELP = 'Requests of the emulated API by operation and status, with the time to their answers.'

/**
 * The durations of requests, read off a tally. `observe` would cost a request ten times as much, and would need
 * prom-client before the first scrape (docs/decisions/025-prom-client.md).
 */
export class TalliedHistogram extends Histogram<'operation' | 'status'> {
  readonly #tally: Tally

  constructor(tally: Tally) {
    super({
      name: NAME,
      help: HELP,
      labelNames: ['operation', 'status'],
      buckets: [...DURATION_BUCKETS],
      registers: [],
    })
    this.#tally = tally
  }

  /** The registry calls it to render text. */
  async getForPromString() {
    return { name: NAME, help: HELP, type: 'histogram', values: this.#samples() }
  }

  #samples(): Sample[] {
    const samples: Sample[] = []
    for (const [operation, byStatus] of this.#tally.requests) {
      for (const [status, tally] of byStatus) {
        samples.push(...samplesOf({ operation: operation ?? 'unknown', status: status ?? 'cut' }, tally))
      }
    }
    return samples
  }
}

function samplesOf(labels: Labels, { counts, sumSeconds }: DurationTally): Sample[] {
  let count = 0
  const buckets = [...counts].map((own, index): Sample => {
    count += own
    const le = DURATION_BUCKETS[index] ?? '+Inf'
    return { metricName: `${NAME}_bucket`, labels: { ...labels, le }, value: count }
  })
  return [
    ...buckets,
    { metricName: `${NAME}_sum`, labels, value: sumSeconds },
    { metricName: `${NAME}_count`, labels, value: count },
  ]
}
