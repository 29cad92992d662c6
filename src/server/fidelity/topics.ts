import type { Fact } from '../openapi/facts.ts'
import type { Topic } from './behaviour.ts'
import { actions } from './topics/actions.ts'
import { assets } from './topics/assets.ts'
import { canvas } from './topics/canvas.ts'
import { files } from './topics/files.ts'
import { generations } from './topics/generations.ts'
import { requests } from './topics/requests.ts'
import { techniques } from './topics/techniques.ts'
import { webhooks } from './topics/webhooks.ts'
import { workspaces } from './topics/workspaces.ts'

/** The sections of docs/fidelity.md, in their order. */
export const TOPICS: readonly Topic[] = [
  requests,
  generations,
  techniques,
  actions,
  workspaces,
  assets,
  canvas,
  webhooks,
  files,
]

/** Lists the behaviours as facts. One that several sources publish counts once, with the first of them. */
export const behaviourFacts = (): Fact[] =>
  TOPICS.flatMap(({ behaviours }) => behaviours).flatMap(
    ({ subject, published = [], ours = [], differs = [] }) => [
      ...published.map(([[source = 'ours'], text]) => fact(subject, text, source)),
      ...[...ours, ...differs].map((text) => fact(subject, text, 'ours')),
    ],
  )

const fact = (subject: string, text: string, source: Fact['source']): Fact => ({
  kind: 'behaviour',
  name: `${subject}: ${text}`,
  source,
})
