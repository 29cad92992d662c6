import axe from 'axe-core'
import type { Page } from 'playwright-core'

interface Violation {
  readonly id: string
  readonly impact: string | null
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
}

/** The rules that the dark colour scheme can break. */
const CONTRAST = { runOnly: ['color-contrast'] }

/** Returns the serious and critical violations that axe finds in a page; of the dark scheme those of contrast. */
export async function violations(page: Page, colorScheme: 'light' | 'dark'): Promise<string[]> {
  // Evaluated by the debugger, because the policy of the page blocks scripts of a test.
  if ((await page.evaluate('typeof axe')) === 'undefined') await page.evaluate(axe.source)
  const options = JSON.stringify({ resultTypes: ['violations'], ...(colorScheme === 'dark' ? CONTRAST : {}) })
  const { violations: found } = await page.evaluate<{ violations: Violation[] }>(`axe.run(${options})`)
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''} ${nodes[0]?.failureSummary ?? ''}`)
}
