import type { RequestRecord } from '../../../schemas/control/requests/request.ts'
import type { RunRecord } from '../../../schemas/control/runs/run.ts'
import { world } from '../../api/client.ts'
import { CodeBlock } from '../../components/code-block.tsx'
import { worldName } from '../../state/route.ts'
import { commandOf, sdkOf, startRequestOf } from './start-request.ts'

interface Props {
  readonly run: RunRecord
  /** Request that started the run, while the journal holds it. */
  readonly start: RequestRecord | null
}

/** Shows commands that start the same run again. */
export function Reproduce({ run, start }: Props) {
  const request = startRequestOf(run, start)
  const apiKey = world(worldName.value).apiKey
  if (request === null) {
    return <p class="placeholder">The request that started this run is no longer in the journal.</p>
  }
  return (
    <>
      <CodeBlock label="curl" text={commandOf(request, location.origin, apiKey)} />
      <CodeBlock label="TypeScript SDK" text={sdkOf(request, location.origin, apiKey)} />
    </>
  )
}
