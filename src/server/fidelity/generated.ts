import type { ApiDocument } from '../openapi/api-document.ts'
import { factsOf, scoreOf } from '../openapi/facts.ts'
import { fidelityMarkdown, type Suite } from './markdown.ts'
import { behaviourFacts } from './topics.ts'

/** What documents say by counting: docs/fidelity.md, and the line of the README. */
export function generatedDocuments(document: ApiDocument, suites: readonly Suite[]) {
  const facts = [...factsOf(document), ...behaviourFacts()]
  return { fidelity: fidelityMarkdown(facts, suites), score: scoreOf(facts) }
}

/** The place of the score in the README. */
export const SCORE_PATTERN = /[\d,]+ facts: [\d.]+ % documented, [\d.]+ % measured, [\d.]+ % ours/
