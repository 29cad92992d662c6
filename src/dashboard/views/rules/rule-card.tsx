import type { RuleAnswer } from '../../../schemas/control/rules/rule.ts'
import { world } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { worldName } from '../../state/route.ts'
import { effectInWords, matchInWords } from './rule-words.ts'

interface Props {
  readonly rule: RuleAnswer
  readonly onEdit: () => void
  readonly onChange: () => void
}

export function RuleCard({ rule, onEdit, onChange }: Props) {
  const remove = async (): Promise<void> => {
    await world(worldName.value).rules.delete(rule.id)
    onChange()
  }
  const isUsedUp = rule.times !== null && rule.applied >= rule.times
  return (
    <article class="card rule" aria-label={`Rule ${rule.id}`}>
      <header>
        <strong>{rule.id}</strong>
        <span class={`badge ${isUsedUp ? 'waiting' : 'active'}`}>
          applied {rule.applied} of {rule.times ?? '∞'}
        </span>
        <div class="actions">
          <Button onPress={onEdit} failure="Could not edit the rule" label={`Edit ${rule.id}`}>
            Edit
          </Button>
          <Button
            look="danger"
            onPress={remove}
            failure="Could not delete the rule"
            label={`Delete ${rule.id}`}
          >
            Delete
          </Button>
        </div>
      </header>
      <p dir="auto">
        <span class="hint">When</span> {matchInWords(rule.match)}
      </p>
      <p dir="auto">
        <span class="hint">Then</span> {effectInWords(rule.effect)}
      </p>
    </article>
  )
}
