import type { Snapshot } from '../../schemas/control/worlds/snapshot.ts'
import { useId, useState } from 'preact/hooks'
import { WORLD_NAME } from '../../kernel/names.ts'
import { world } from '../api/client.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { TextField } from '../components/inputs.tsx'
import { fail, succeed } from '../state/notices.ts'
import { goTo, hrefOf, worldName } from '../state/route.ts'
import { undoFor } from './undo.ts'

/** Menu of less frequent actions: new worlds and snapshots. */
export function WorldMenu() {
  const id = useId()
  return (
    <>
      <button type="button" class="button" popovertarget={id}>
        More…
      </button>
      <div id={id} popover="auto" class="menu" role="group" aria-label="More about the world">
        <NewWorld />
        <hr />
        <Button onPress={download} failure="Could not take a snapshot">
          Download snapshot
        </Button>
        <SnapshotUpload />
      </div>
    </>
  )
}

function NewWorld() {
  const [name, setName] = useState('')
  const isWrong = name !== '' && !WORLD_NAME.test(name)
  const create = async (): Promise<void> => {
    await world(name).configure({})
    setName('')
    goTo(hrefOf('playground', null, name))
  }
  return (
    <>
      <TextField
        label="New world"
        placeholder="checkout"
        hint="The API key of the world is sk_test_<name>."
        problem={isWrong ? 'Use lower case letters, digits, - and _; at most 63 characters.' : null}
        value={name}
        onEdit={setName}
      />
      <Button onPress={create} failure="Could not create the world" isDisabled={name === '' || isWrong}>
        Create world
      </Button>
    </>
  )
}

async function download(): Promise<void> {
  const name = worldName.value
  const snapshot = await world(name).snapshot()
  const url = URL.createObjectURL(new Blob([JSON.stringify(snapshot)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${name}.snapshot.json`
  link.click()
  URL.revokeObjectURL(url)
}

function SnapshotUpload() {
  return (
    <Field label="Upload snapshot" hint="Replaces the current world.">
      {(attributes) => (
        <input
          {...attributes}
          type="file"
          accept="application/json,.json"
          onChange={({ currentTarget }) => void upload(currentTarget)}
        />
      )}
    </Field>
  )
}

async function upload(input: HTMLInputElement): Promise<void> {
  const file = input.files?.[0]
  input.value = ''
  if (file === undefined) return
  const name = worldName.value
  try {
    const snapshot = parseSnapshot(await file.text())
    const undo = await undoFor(name)
    await world(name).restore(snapshot)
    succeed(`Restored “${file.name}” into the world “${name}”.`, undo)
  } catch (error) {
    fail('Could not restore the snapshot', error)
  }
}

/** Checks the syntax alone; the emulator checks the contents. */
function parseSnapshot(text: string): Snapshot {
  try {
    return JSON.parse(text) as Snapshot
  } catch {
    throw new Error('The file is not JSON. Choose a file from “Download snapshot”.')
  }
}
