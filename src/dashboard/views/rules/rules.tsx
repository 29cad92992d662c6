import { useState } from 'preact/hooks'
import type { RuleAnswer } from '../../../schemas/control/rules/rule.ts'
import { world } from '../../api/client.ts'
import { Placeholder, View } from '../../components/view.tsx'
import { worldName } from '../../state/route.ts'
import { isAboutWorld, useLive } from '../../state/use-live.ts'
import { RuleCard } from './rule-card.tsx'
import { draftOf, NEW_RULE } from './rule-draft.ts'
import { RuleForm } from './rule-form.tsx'

/** Standing instructions: what happens to requests that match. */
export function Rules() {
  const name = worldName.value
  const [edited, setEdited] = useState<RuleAnswer | null>(null)
  const { data, error, reload } = useLive(async () => world(name).rules.list(), [name], {
    // A request may have used one up.
    on: ({ type }) => type === 'request' || isAboutWorld(type),
  })
  const finish = (): void => {
    setEdited(null)
    reload()
  }
  return (
    <View title="Rules">
      <p class="lead">
        The first rule that matches a request and is not used up applies to it. The same can be said about one
        request by a directive, in the Playground or in the header <code>x-flora-emulator</code>.
      </p>
      <div class="two-columns">
        <RuleForm
          key={edited?.id ?? 'new'}
          initial={edited === null ? NEW_RULE : draftOf(edited)}
          replaces={edited?.id ?? null}
          onDone={finish}
        />
        <section aria-label="Rules in force">
          {data === null || data.length === 0 ? (
            <Placeholder
              error={error}
              isEmpty={data !== null}
              none="No rules: every request takes its course."
            />
          ) : (
            data.map((rule) => (
              <RuleCard key={rule.id} rule={rule} onEdit={() => setEdited(rule)} onChange={reload} />
            ))
          )}
        </section>
      </div>
    </View>
  )
}
