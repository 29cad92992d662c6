import { useState } from 'preact/hooks'
import { world } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/inputs.tsx'
import { worldName } from '../../state/route.ts'

/** Completes a run, or makes it fail, now. */
export function EndRun({ id }: { readonly id: string }) {
  const [code, setCode] = useState('')
  const isWrong = code !== '' && !/^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(code)
  const complete = async (): Promise<void> => {
    await world(worldName.value).runs.complete(id)
  }
  const fail = async (): Promise<void> => {
    await world(worldName.value).runs.fail(id, code === '' ? {} : { error_code: code })
  }
  return (
    <div class="end-run" role="group" aria-label="End this run now">
      <Button onPress={complete} failure="Could not complete the run">
        Complete
      </Button>
      <TextField
        label="Error code"
        placeholder="GENERATION_GENERIC_ERROR"
        problem={isWrong ? 'Use letters, digits and _; start with a letter.' : null}
        value={code}
        onEdit={setCode}
      />
      <Button look="danger" onPress={fail} failure="Could not fail the run" isDisabled={isWrong}>
        Fail
      </Button>
    </div>
  )
}
