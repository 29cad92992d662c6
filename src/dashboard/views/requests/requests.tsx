import { useState } from 'preact/hooks'
import { world } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { Checkbox, optionsOf, Select, TextField } from '../../components/inputs.tsx'
import { Placeholder, View } from '../../components/view.tsx'
import { worldName } from '../../state/route.ts'
import { ALL, isStatus, type RequestFilter } from './request-filter.ts'
import { RequestDetails } from './request-details.tsx'
import { RequestTable } from './request-table.tsx'
import { useJournal } from './use-journal.ts'

/** Shows the journal of a world, live. */
export function Requests({ selected }: { readonly selected: string | null }) {
  // A link to a request of the Playground must show it.
  const [filter, setFilter] = useState({ ...ALL, includesDashboard: selected !== null })
  const name = worldName.value
  const { data, error, reload } = useJournal(name, filter)
  const clear = async (): Promise<void> => {
    await world(name).requests.clear()
    reload()
  }
  return (
    <View
      title="Requests"
      actions={
        <Button onPress={clear} failure="Could not clear the journal">
          Clear
        </Button>
      }
    >
      <Filters filter={filter} onChange={setFilter} />
      {data === null || data.length === 0 ? (
        <Placeholder
          error={error}
          isEmpty={data !== null}
          none="No requests match. Calls of /api/v1 appear here when they are answered."
        />
      ) : (
        <div class={selected === null ? '' : 'split'}>
          <RequestTable requests={data} selected={selected} />
          {selected === null ? null : (
            <RequestDetails request={data.find(({ id }) => id === selected) ?? null} />
          )}
        </div>
      )}
    </View>
  )
}

interface FiltersProps {
  readonly filter: RequestFilter
  readonly onChange: (filter: RequestFilter) => void
}

const METHODS = [{ value: '', label: 'any' }, ...optionsOf(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])]

function Filters({ filter, onChange }: FiltersProps) {
  const edit = (name: Exclude<keyof RequestFilter, 'includesDashboard'>) => (value: string) =>
    onChange({ ...filter, [name]: value.trim() })
  const isWrong = filter.status !== '' && !isStatus(filter.status)
  return (
    <search class="filters" aria-label="Filter requests">
      <Select label="Method" options={METHODS} value={filter.method} onEdit={edit('method')} />
      <TextField
        label="Status"
        placeholder="404"
        problem={isWrong ? 'Enter three digits, such as 404.' : null}
        value={filter.status}
        onEdit={edit('status')}
      />
      <TextField
        label="Operation"
        placeholder="startGeneration"
        value={filter.operation}
        onEdit={edit('operation')}
      />
      <TextField label="Path contains" placeholder="/runs/" value={filter.path} onEdit={edit('path')} />
      <Checkbox
        label="Show requests of the dashboard"
        isChecked={filter.includesDashboard}
        onEdit={(includesDashboard) => onChange({ ...filter, includesDashboard })}
      />
    </search>
  )
}
