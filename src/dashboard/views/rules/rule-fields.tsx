import { Fields, type FieldSpec } from '../../components/fields.tsx'
import { optionsOf } from '../../components/inputs.tsx'
import { OUTPUT_FAULTS } from '../../../simulator/rules/output-fault.ts'
import { WEBHOOK_MODES } from '../../../simulator/webhooks/webhook.ts'
import type { RuleDraft } from './rule-draft.ts'

type Spec = FieldSpec<keyof RuleDraft>

const ANY = { value: '', label: 'any' }
const NO = { value: '', label: 'no' }

const MATCH: readonly Spec[] = [
  {
    name: 'operation',
    label: 'Operation',
    placeholder: 'startGeneration',
    hint: 'An operationId of the API reference.',
  },
  {
    name: 'method',
    label: 'Method',
    options: [ANY, ...optionsOf(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])],
  },
  { name: 'path', label: 'Path', placeholder: '/runs/*', hint: '* matches any characters.' },
  { name: 'type', label: 'Type', options: [ANY, ...optionsOf(['image', 'video', 'audio', 'text'])] },
  { name: 'model', label: 'Model', placeholder: 't2i-*', hint: '* matches any characters.' },
  { name: 'workspaceId', label: 'Workspace', placeholder: 'ws_abc123' },
  { name: 'prompt', label: 'Prompt contains' },
  { name: 'times', label: 'Times', range: { min: 1 }, hint: 'How often the rule applies. Empty: always.' },
]

const REQUEST_EFFECTS: readonly Spec[] = [
  {
    name: 'delayMs',
    label: 'Delay (ms)',
    range: { min: 0, max: 600_000 },
    hint: 'Wall time before the answer is sent.',
  },
  {
    name: 'status',
    label: 'Error status',
    range: { min: 400, max: 599 },
    hint: 'Replaces the answer; no work is done. 429 includes retry-after.',
  },
  { name: 'code', label: 'Error code of the answer', placeholder: 'default of the status' },
  { name: 'message', label: 'Error message of the answer', placeholder: 'default of the status' },
  {
    name: 'drop',
    label: 'Cut the connection',
    hint: 'After the work: the run exists, but the client gets no answer.',
    options: [NO, { value: 'before', label: 'before the work' }, { value: 'after', label: 'after the work' }],
  },
  {
    name: 'body',
    label: 'Body of the answer',
    hint: 'The work is done, but the client cannot read the answer.',
    options: [
      { value: '', label: 'unchanged' },
      { value: 'truncated', label: 'truncated' },
      { value: 'malformed', label: 'malformed JSON' },
    ],
  },
]

const RUN_EFFECTS: readonly Spec[] = [
  {
    name: 'outcome',
    label: 'Outcome of the run',
    hint: 'A failed run is refunded.',
    options: [{ value: '', label: 'unchanged' }, ...optionsOf(['failed', 'completed'])],
  },
  {
    name: 'outcomeCode',
    label: 'Run error code',
    placeholder: 'GENERATION_GENERIC_ERROR',
    hint: 'Used with the outcome “failed”.',
  },
  {
    name: 'durationSeconds',
    label: 'Duration (s)',
    range: { min: 0, max: 86_400 },
    hint: 'From creation to end, by the world’s clock.',
  },
  {
    name: 'output',
    label: 'Output files',
    hint: 'The run completes, but its downloads are faulty.',
    options: [{ value: '', label: 'unchanged' }, ...optionsOf(OUTPUT_FAULTS)],
  },
  {
    name: 'webhookMode',
    label: 'Webhook',
    hint: 'Fault of the delivery to the callback_url.',
    options: [{ value: '', label: 'unchanged' }, ...optionsOf(WEBHOOK_MODES)],
  },
  {
    name: 'webhookDelay',
    label: 'Webhook delay (s)',
    range: { min: 0, max: 86_400 },
    hint: 'From the end of the run, by the world’s clock.',
  },
]

interface Props {
  readonly draft: RuleDraft
  readonly onEdit: (name: keyof RuleDraft, value: string) => void
}

/** The inputs of a rule: conditions, effects on the request and effects on the run. */
export function RuleFields({ draft, onEdit }: Props) {
  return (
    <>
      <fieldset>
        <legend>Conditions</legend>
        <p class="hint">
          A request must meet every condition. A rule without conditions applies to every request.
        </p>
        <Fields specs={MATCH} values={draft} onEdit={onEdit} />
      </fieldset>
      <fieldset>
        <legend>Effects on the request</legend>
        <Fields specs={REQUEST_EFFECTS} values={draft} onEdit={onEdit} />
      </fieldset>
      <fieldset>
        <legend>Effects on the run</legend>
        <Fields specs={RUN_EFFECTS} values={draft} onEdit={onEdit} />
      </fieldset>
    </>
  )
}
