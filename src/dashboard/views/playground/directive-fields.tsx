import { OUTPUT_FAULTS } from '../../../simulator/rules/output-fault.ts'
import { Fields, type FieldSpec } from '../../components/fields.tsx'
import { optionsOf } from '../../components/inputs.tsx'
import { type Directives, headerOf } from './draft.ts'

const FAILURES = [
  'GENERATION_PROMPT_MODERATED',
  'GENERATION_PROVIDER_TIMEOUT',
  'GENERATION_NO_RESULT',
  'GENERATION_GENERIC_ERROR',
  'LLM_REFUSAL',
]

const SPECS: readonly FieldSpec<keyof Directives>[] = [
  {
    name: 'fail',
    label: 'Fail with',
    hint: 'The run starts, and fails with this error code.',
    options: [{ value: '', label: 'no failure' }, ...optionsOf(FAILURES)],
  },
  {
    name: 'duration',
    label: 'Duration (s)',
    hint: 'From creation to end, by the world’s clock.',
    range: { min: 0, max: 86_400 },
  },
  {
    name: 'delay',
    label: 'Delay (ms)',
    hint: 'Wall time before the answer is sent.',
    range: { min: 0, max: 600_000 },
  },
  {
    name: 'status',
    label: 'Error status',
    hint: 'Replaces the answer; no run starts.',
    range: { min: 400, max: 599 },
  },
  {
    name: 'drop',
    label: 'Cut the connection',
    hint: 'The client gets no answer.',
    options: [
      { value: '', label: 'no' },
      { value: 'before', label: 'before the work' },
      { value: 'after', label: 'after the work' },
    ],
  },
  {
    name: 'output',
    label: 'Output files',
    hint: 'Fault of the downloads.',
    options: [{ value: '', label: 'no fault' }, ...optionsOf(OUTPUT_FAULTS)],
  },
]

interface Props {
  readonly directives: Directives
  readonly onEdit: (change: Partial<Directives>) => void
}

/** The inputs for directives, which apply to this request and its run alone. */
export function DirectiveFields({ directives, onEdit }: Props) {
  const header = headerOf(directives)
  return (
    <details class="directives">
      <summary>Directives{header === '' ? '' : ` (${header})`}</summary>
      <Fields specs={SPECS} values={directives} onEdit={(name, value) => onEdit({ [name]: value })} />
    </details>
  )
}
