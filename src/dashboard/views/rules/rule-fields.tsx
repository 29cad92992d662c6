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
  { name: 'path', label: 'Path', placeholder: '/runs/*', hint: 'With * for any characters.' },
  { name: 'type', label: 'Type', options: [ANY, ...optionsOf(['image', 'video', 'audio', 'text'])] },
  { name: 'model', label: 'Model', placeholder: 't2i-*', hint: 'With * for any characters.' },
  { name: 'workspaceId', label: 'Workspace', placeholder: 'ws_abc123' },
  { name: 'prompt', label: 'Prompt contains' },
  { name: 'times', label: 'Times', range: { min: 1 }, hint: 'How often it applies; empty for always.' },
]

const REQUEST_EFFECTS: readonly Spec[] = [
  {
    name: 'delayMs',
    label: 'Delay (ms)',
    range: { min: 0, max: 600_000 },
    hint: 'The answer waits, by wall time.',
  },
  {
    name: 'status',
    label: 'Error status',
    range: { min: 400, max: 599 },
    hint: 'Answered with this instead; nothing is done. 429 comes with retry-after.',
  },
  { name: 'code', label: 'Error code of the answer', placeholder: 'as FLORA would' },
  { name: 'message', label: 'Error message of the answer', placeholder: 'as FLORA would' },
  {
    name: 'drop',
    label: 'Cut the connection',
    hint: 'After the work: the run exists, though the client never hears of it.',
    options: [NO, { value: 'before', label: 'before the work' }, { value: 'after', label: 'after the work' }],
  },
  {
    name: 'body',
    label: 'Spoil the answer',
    hint: 'The work is done; the client cannot read what came of it.',
    options: [
      NO,
      { value: 'truncated', label: 'cut in the middle' },
      { value: 'malformed', label: 'broken JSON' },
    ],
  },
]

const RUN_EFFECTS: readonly Spec[] = [
  {
    name: 'outcome',
    label: 'The run ends',
    hint: 'A failed run is refunded.',
    options: [{ value: '', label: 'as it would' }, ...optionsOf(['failed', 'completed'])],
  },
  {
    name: 'outcomeCode',
    label: 'Run error code',
    placeholder: 'GENERATION_GENERIC_ERROR',
    hint: 'For a run that fails.',
  },
  {
    name: 'durationSeconds',
    label: 'Duration (s)',
    range: { min: 0, max: 86_400 },
    hint: 'By the world’s clock, from creation to end.',
  },
  {
    name: 'output',
    label: 'Files of its outputs',
    hint: 'The run completes; downloads go wrong.',
    options: [{ value: '', label: 'as they should be' }, ...optionsOf(OUTPUT_FAULTS)],
  },
  {
    name: 'webhookMode',
    label: 'Webhook',
    hint: 'How its end is announced to its callback_url.',
    options: [{ value: '', label: 'as it should be' }, ...optionsOf(WEBHOOK_MODES)],
  },
  {
    name: 'webhookDelay',
    label: 'Webhook delay (s)',
    range: { min: 0, max: 86_400 },
    hint: 'By the world’s clock, from the end of the run.',
  },
]

interface Props {
  readonly draft: RuleDraft
  readonly onEdit: (name: keyof RuleDraft, value: string) => void
}

/** What requests must be, what happens to them, and what to the runs that they start. */
export function RuleFields({ draft, onEdit }: Props) {
  return (
    <>
      <fieldset>
        <legend>Which requests</legend>
        <p class="hint">All that is filled in must hold; nothing at all matches every request.</p>
        <Fields specs={MATCH} values={draft} onEdit={onEdit} />
      </fieldset>
      <fieldset>
        <legend>What happens to the request</legend>
        <Fields specs={REQUEST_EFFECTS} values={draft} onEdit={onEdit} />
      </fieldset>
      <fieldset>
        <legend>What becomes of the run it starts</legend>
        <Fields specs={RUN_EFFECTS} values={draft} onEdit={onEdit} />
      </fieldset>
    </>
  )
}
