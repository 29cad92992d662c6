import { useState } from 'preact/hooks'
import { controlToken, saveToken } from '../api/token.ts'
import { TextField } from '../components/inputs.tsx'

/** Asks for the control token. */
export function TokenForm() {
  const [token, setToken] = useState('')
  const submit = (event: Event): void => {
    event.preventDefault()
    if (token !== '') saveToken(token)
  }
  return (
    <form class="card token-form" onSubmit={submit}>
      <h1>Control token</h1>
      <p>This emulator requires a control token. Enter the value of its option --control-token.</p>
      <TextField
        label="Control token"
        kind="password"
        hint="Kept in this tab until you close it."
        problem={controlToken.value === null ? null : 'The emulator refused this token.'}
        value={token}
        onEdit={setToken}
      />
      <button class="button primary" type="submit">
        Continue
      </button>
    </form>
  )
}
