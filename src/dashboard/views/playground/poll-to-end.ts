import type { flora } from '../../api/flora.ts'
import { fail } from '../../state/notices.ts'

/** Slow enough to be seen. */
const POLL_MS = 700

/** With an auto clock time passes only when a client asks: so ask, as a client would. */
export async function pollToEnd(api: ReturnType<typeof flora>, id: string): Promise<void> {
  try {
    for (;;) {
      const { status } = await api.run(id)
      if (status === 'completed' || status === 'failed') return
      await new Promise((resolve) => {
        setTimeout(resolve, POLL_MS)
      })
    }
  } catch (error) {
    fail(`Could not follow ${id}`, error)
  }
}
