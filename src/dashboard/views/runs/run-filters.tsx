import { optionsOf, Select, TextField } from '../../components/inputs.tsx'
import type { RunFilter } from './load-page.ts'

const ANY = { value: '', label: 'any' }
const STATUSES = [ANY, ...optionsOf(['pending', 'running', 'completed', 'failed'])]
const TYPES = [ANY, ...optionsOf(['image', 'video', 'audio', 'text'])]

interface Props {
  readonly filter: RunFilter
  readonly onChange: (filter: RunFilter) => void
}

export function RunFilters({ filter, onChange }: Props) {
  return (
    <search class="filters" aria-label="Filter runs">
      <Select
        label="Status"
        options={STATUSES}
        value={filter.status}
        onEdit={(status) => onChange({ ...filter, status })}
      />
      <Select
        label="Type"
        options={TYPES}
        value={filter.type}
        onEdit={(type) => onChange({ ...filter, type })}
      />
      <TextField
        label="Model"
        placeholder="t2i-flux-2-pro"
        value={filter.model}
        onEdit={(model) => onChange({ ...filter, model: model.trim() })}
      />
    </search>
  )
}
