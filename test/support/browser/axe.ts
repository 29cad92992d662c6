import axe from 'axe-core'
import type { Page } from 'playwright-core'

interface Violation {
  readonly id: string
  readonly impact: string | null
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
}

/** All that is different in the dark. */
const CONTRAST = { runOnly: ['color-contrast'] }

/** What axe finds wrong with a page and calls serious or critical; in the dark only colours are looked at. */
export async function violations(page: Page, colorScheme: 'light' | 'dark'): Promise<string[]> {
  // Given to the page by the debugger: its policy lets no script of a test in.
  if ((await page.evaluate('typeof axe')) === 'undefined') await page.evaluate(axe.source)
  const options = JSON.stringify({ resultTypes: ['violations'], ...(colorScheme === 'dark' ? CONTRAST : {}) })
  const { violations: found } = await page.evaluate<{ violations: Violation[] }>(`axe.run(${options})`)
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''} ${nodes[0]?.failureSummary ?? ''}`)
}
