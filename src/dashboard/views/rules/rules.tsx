import { useState } from 'preact/hooks'
import type { RuleAnswer } from '../../../schemas/control/rules/rule.ts'
import { world } from '../../api/client.ts'
import { Placeholder, View } from '../../components/view.tsx'
import { worldName } from '../../state/route.ts'
import { isAboutWorld, useLive } from '../../state/use-live.ts'
import { RuleCard } from './rule-card.tsx'
import { draftOf, NEW_RULE } from './rule-draft.ts'
import { RuleForm } from './rule-form.tsx'

/** Lists the rules of a world, and a form that adds and edits them. */
export function Rules() {
  const name = worldName.value
  const [edited, setEdited] = useState<RuleAnswer | null>(null)
  const { data, error, reload } = useLive(async () => world(name).rules.list(), [name], {
    // A request may have used up a rule.
    on: ({ type }) => type === 'request' || isAboutWorld(type),
  })
  const finish = (): void => {
    setEdited(null)
    reload()
  }
  return (
    <View title="Rules">
      <p class="lead">
        The first matching rule that is not used up applies to a request. For a single request, use a
        directive instead: in the Playground, or in the header <code>x-flora-emulator</code>.
      </p>
      <div class="two-columns">
        <RuleForm
          key={edited?.id ?? 'new'}
          initial={edited === null ? NEW_RULE : draftOf(edited)}
          replaces={edited?.id ?? null}
          onDone={finish}
        />
        <section aria-label="Rules">
          {data === null || data.length === 0 ? (
            <Placeholder
              error={error}
              isEmpty={data !== null}
              none="No rules. Every request gets its normal answer."
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
