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
    hint: 'The run starts, and ends like this.',
    options: [{ value: '', label: 'do not fail' }, ...optionsOf(FAILURES)],
  },
  {
    name: 'duration',
    label: 'Duration (s)',
    hint: 'How long the run takes.',
    range: { min: 0, max: 86_400 },
  },
  { name: 'delay', label: 'Delay (ms)', hint: 'How long the answer waits.', range: { min: 0, max: 600_000 } },
  {
    name: 'status',
    label: 'Error status',
    hint: 'Answered instead; no run starts.',
    range: { min: 400, max: 599 },
  },
  {
    name: 'drop',
    label: 'Cut the connection',
    hint: 'Instead of an answer.',
    options: [
      { value: '', label: 'no' },
      { value: 'before', label: 'before the work' },
      { value: 'after', label: 'after the work' },
    ],
  },
  {
    name: 'output',
    label: 'Files',
    hint: 'What is wrong with the downloads.',
    options: [{ value: '', label: 'nothing' }, ...optionsOf(OUTPUT_FAULTS)],
  },
]

interface Props {
  readonly directives: Directives
  readonly onEdit: (change: Partial<Directives>) => void
}

/** What is to happen to this one request and its run. */
export function DirectiveFields({ directives, onEdit }: Props) {
  const header = headerOf(directives)
  return (
    <details class="directives">
      <summary>Directives{header === '' ? '' : ` (${header})`}</summary>
      <Fields specs={SPECS} values={directives} onEdit={(name, value) => onEdit({ [name]: value })} />
    </details>
  )
}
