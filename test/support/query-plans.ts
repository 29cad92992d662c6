import Database from 'better-sqlite3'
import { vi } from 'vitest'

/** Runs `work`. Returns the statements that it prepares, and their database. */
export async function preparedBy(work: () => Promise<unknown>) {
  const prepare = vi.spyOn(Database.prototype, 'prepare')
  await work()
  const texts = prepare.mock.calls.map(([text]) => text)
  const db = prepare.mock.contexts[0] as Database.Database
  prepare.mockRestore()
  return { texts, db }
}

/** Runs `work`. Returns the query plans of the prepared statements with this beginning, by their text. */
export async function queryPlans(
  beginning: string,
  work: () => Promise<unknown>,
): Promise<Map<string, string>> {
  const { texts, db } = await preparedBy(work)
  const statements = texts.filter((text) => text.startsWith(beginning))
  return new Map(
    statements.map((text) => {
      const values = text.match(/\?/g)?.map(() => 1) ?? []
      const steps = db.prepare<[unknown[]], { detail: string }>(`EXPLAIN QUERY PLAN ${text}`).all(values)
      return [text, steps.map(({ detail }) => detail).join('; ')]
    }),
  )
}
