import { useState } from 'preact/hooks'
import { controlToken, saveToken } from '../api/token.ts'
import { TextField } from '../components/inputs.tsx'

/** Asks for what `--control-token` says. */
export function TokenForm() {
  const [token, setToken] = useState('')
  const submit = (event: Event): void => {
    event.preventDefault()
    if (token !== '') saveToken(token)
  }
  return (
    <form class="card token-form" onSubmit={submit}>
      <h1>Control token</h1>
      <p>This emulator was started with --control-token. Enter that token to steer it.</p>
      <TextField
        label="Control token"
        kind="password"
        hint="Kept in this tab only, until it is closed."
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
