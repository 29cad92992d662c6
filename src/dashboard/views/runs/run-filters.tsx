import { optionsOf, Select, TextField } from '../../components/inputs.tsx'
import { oneOf, present } from '../../present.ts'
import type { RunFilter } from './load-page.ts'

const ANY = { value: '', label: 'any' }
const STATUSES = ['pending', 'running', 'completed', 'failed'] as const
const TYPES = ['image', 'video', 'audio', 'text'] as const

interface Props {
  readonly filter: RunFilter
  readonly onChange: (filter: RunFilter) => void
}

export function RunFilters({ filter, onChange }: Props) {
  return (
    <search class="filters" aria-label="Filter runs">
      <Select
        label="Status"
        options={[ANY, ...optionsOf(STATUSES)]}
        value={filter.status ?? ''}
        onEdit={(status) => onChange(present({ ...filter, status: oneOf(STATUSES, status) }))}
      />
      <Select
        label="Type"
        options={[ANY, ...optionsOf(TYPES)]}
        value={filter.type ?? ''}
        onEdit={(type) => onChange(present({ ...filter, type: oneOf(TYPES, type) }))}
      />
      <TextField
        label="Model"
        placeholder="t2i-flux-2-pro"
        value={filter.model ?? ''}
        onEdit={(model) => onChange(present({ ...filter, model: model.trim() }))}
      />
    </search>
  )
}
