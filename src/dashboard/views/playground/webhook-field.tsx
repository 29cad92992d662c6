import { world } from '../../api/client.ts'
import { TextField } from '../../components/inputs.tsx'
import { worldName } from '../../state/route.ts'

interface Props {
  readonly url: string
  readonly problem: string | undefined
  readonly onEdit: (url: string) => void
}

/** The input for the `callback_url` of a run. */
export function WebhookField({ url, problem, onEdit }: Props) {
  const inbox = world(worldName.value).inbox('demo').url
  return (
    <details open={url !== '' || problem !== undefined}>
      <summary>Webhook</summary>
      <TextField
        label="Callback URL"
        placeholder="http://127.0.0.1:3000/hook"
        hint={`Receives a webhook when the run ends. An inbox of the emulator works too: ${inbox}`}
        problem={problem}
        value={url}
        onEdit={onEdit}
      />
    </details>
  )
}
