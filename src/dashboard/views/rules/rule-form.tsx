import { reasonOf } from '../../../kernel/errors.ts'
import { useState } from 'preact/hooks'
import { world } from '../../api/client.ts'
import { succeed } from '../../state/notices.ts'
import { worldName } from '../../state/route.ts'
import { bodyOf, type RuleDraft } from './rule-draft.ts'
import { RuleFields } from './rule-fields.tsx'

interface Props {
  readonly initial: RuleDraft
  /** Id of the edited rule; null for a new rule. */
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
      setProblem(reasonOf(error))
    }
  }
  return (
    <form class="card rule-form" aria-labelledby="rule-form-heading" onSubmit={(event) => void submit(event)}>
      <h2 id="rule-form-heading">{replaces === null ? 'Add a rule' : `Edit ${replaces}`}</h2>
      <RuleFields draft={draft} onEdit={edit} />
      {replaces === null ? null : (
        <p class="hint">Saving moves the rule to the end of the list and resets its count.</p>
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

/** Adds the new rule before it deletes the old one, so that a refusal leaves the old one in force. */
async function save(draft: RuleDraft, replaces: string | null): Promise<void> {
  const { rules } = world(worldName.value)
  const { id } = await rules.add(bodyOf(draft))
  if (replaces !== null) await rules.delete(replaces)
  succeed(replaces === null ? `Added ${id}.` : `${id} replaces ${replaces}.`)
}
