import { reasonOf } from '../../../kernel/errors.ts'
import { useState } from 'preact/hooks'
import type { WorkspaceAnswer } from '../../../schemas/control/workspaces/money.ts'
import { world } from '../../api/client.ts'
import { TextField } from '../../components/inputs.tsx'
import { usdOf } from '../../format.ts'
import { succeed } from '../../state/notices.ts'
import { worldName } from '../../state/route.ts'

interface Props {
  readonly workspace: WorkspaceAnswer
  readonly onChange: () => void
}

/** Shows the balance of a workspace, and a form that sets it. */
export function Balance({ workspace: { workspace_id: id, name, balance_usd: balance }, onChange }: Props) {
  const [amount, setAmount] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (amount.trim() === '' || !(Number(amount) >= 0)) {
      setProblem('Enter an amount in dollars, 0 or more.')
      return
    }
    try {
      await world(worldName.value).workspaces.setBalance(id, Number(amount))
      setAmount('')
      setProblem(null)
      succeed(`The balance of ${name} is now ${usdOf(Number(amount))}.`)
      onChange()
    } catch (error) {
      setProblem(reasonOf(error))
    }
  }
  return (
    <section class="card tile" aria-label={`Workspace ${id}`}>
      <h2 dir="auto">{name}</h2>
      <p class="amount">{usdOf(balance)}</p>
      <p class="hint">{id}</p>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <TextField
          label={`New balance of ${name} (USD)`}
          kind="number"
          min={0}
          problem={problem}
          value={amount}
          onEdit={setAmount}
        />
        <button type="submit" class="button" aria-label={`Set balance of ${name}`}>
          Set balance
        </button>
      </form>
    </section>
  )
}
