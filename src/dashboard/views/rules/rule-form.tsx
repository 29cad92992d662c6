import { useState } from 'preact/hooks'
import { world } from '../../api/client.ts'
import { messageOf, succeed } from '../../state/notices.ts'
import { worldName } from '../../state/route.ts'
import { bodyOf, type RuleDraft } from './rule-draft.ts'
import { RuleFields } from './rule-fields.tsx'

interface Props {
  readonly initial: RuleDraft
  /** The rule that is edited; null for a new one. */
  readonly replaces: string | null
  readonly onDone: () => void
}

export function RuleForm({ initial, replaces, onDone }: Props) {
  const [draft, setDraft] = useState(initial)
  const [problem, setProblem] = useState<string | null>(null)
  const edit = (name: keyof RuleDraft, value: string): void => setDraft({ ...draft, [name]: value })
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    try {
      await save(draft, replaces)
      setProblem(null)
      if (replaces === null) setDraft(initial)
      onDone()
    } catch (error) {
      setProblem(messageOf(error))
    }
  }
  return (
    <form class="card rule-form" aria-labelledby="rule-form-heading" onSubmit={(event) => void submit(event)}>
      <h2 id="rule-form-heading">{replaces === null ? 'Add a rule' : `Edit ${replaces}`}</h2>
      <RuleFields draft={draft} onEdit={edit} />
      {replaces === null ? null : (
        <p class="hint">The edited rule takes the last place, and counts from 0 again.</p>
      )}
      {problem === null ? null : (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <div class="actions">
        <button type="submit" class="button primary">
          {replaces === null ? 'Add rule' : 'Save rule'}
        </button>
        {replaces === null ? null : (
          <button type="button" class="button" onClick={onDone}>
            Cancel
          </button>
        )}
      </div>
    </form>
  )
}

/** The new one first: should it be refused, the old one still stands. */
async function save(draft: RuleDraft, replaces: string | null): Promise<void> {
  const { rules } = world(worldName.value)
  const { id } = await rules.add(bodyOf(draft))
  if (replaces !== null) await rules.delete(replaces)
  succeed(replaces === null ? `Added ${id}.` : `${id} takes the place of ${replaces}.`)
}
