import { reasonOf } from '../../../kernel/errors.ts'
import { useState } from 'preact/hooks'
import type { Model } from '../../../schemas/models/model.ts'
import type { Project } from '../../../schemas/workspaces/project.ts'
import { optionsOf, Select, TextArea } from '../../components/inputs.tsx'
import { usdOf } from '../../format.ts'
import { DirectiveFields } from './directive-fields.tsx'
import { type Draft, NEW_DRAFT } from './draft.ts'
import type { FormModel } from './form-models.ts'
import { ParamField } from './param-field.tsx'
import { useSend } from './use-send.ts'
import { WebhookField } from './webhook-field.tsx'

interface Props {
  readonly models: readonly FormModel[]
  /** Null until they are loaded; the form cannot be sent before. */
  readonly projects: readonly Project[] | null
  readonly loadError: unknown
}

const TYPES: readonly Model['type'][] = ['image', 'video', 'audio', 'text']
const USD_PER_CREDIT = 0.001

export function GenerateForm({ models, projects: known, loadError }: Props) {
  const projects = known ?? []
  const [draft, setDraft] = useState(NEW_DRAFT)
  const ofType = models.filter(({ type }) => type === draft.type)
  const model = ofType.find(({ model_id: id }) => id === draft.model) ?? ofType[0] ?? null
  const project = projects.find(({ project_id: id }) => id === draft.project) ?? projects[0] ?? null
  const { problems, refusal, isSending, submit } = useSend({ draft, model, project })
  const edit = (change: Partial<Draft>): void => setDraft({ ...draft, ...change })
  return (
    <form class="card generate" aria-label="New generation" noValidate onSubmit={submit}>
      <TypePicker type={draft.type} onPick={(type) => edit({ type, model: '', params: {} })} />
      <TextArea
        label="Prompt"
        rows={4}
        placeholder="A lighthouse in the fog, seen from the sea"
        problem={problems['prompt']}
        value={draft.prompt}
        onEdit={(prompt) => edit({ prompt })}
      />
      <Select
        label="Model"
        hint={model === null ? undefined : factsOf(model)}
        problem={problems['model']}
        options={ofType.map(({ model_id: value, name }) => ({ value, label: `${name} (${value})` }))}
        value={model?.model_id ?? ''}
        onEdit={(id) => edit({ model: id, params: {} })}
      />
      <Parameters draft={draft} model={model} problems={problems} onEdit={(params) => edit({ params })} />
      <Select
        label="Project"
        options={projects.map(({ project_id: value, name }) => ({ value, label: `${name} (${value})` }))}
        value={project?.project_id ?? ''}
        onEdit={(id) => edit({ project: id })}
      />
      <DirectiveFields
        directives={draft.directives}
        onEdit={(change) => edit({ directives: { ...draft.directives, ...change } })}
      />
      <WebhookField
        url={draft.callbackUrl}
        problem={problems['callback_url']}
        onEdit={(callbackUrl) => edit({ callbackUrl })}
      />
      <Refusal text={refusal ?? (loadError === null ? null : reasonOf(loadError))} />
      <button type="submit" class="button primary" disabled={known === null} aria-busy={isSending}>
        Generate
      </button>
    </form>
  )
}

function Refusal({ text }: { readonly text: string | null }) {
  if (text === null) return null
  return (
    <p class="problem" role="alert" dir="auto">
      {text}
    </p>
  )
}

const factsOf = (model: Model): string =>
  `${model.provider} · ${usdOf(model.estimated_credits * USD_PER_CREDIT)} · about ${model.estimated_seconds} s`

function TypePicker({
  type,
  onPick,
}: {
  readonly type: Draft['type']
  readonly onPick: (type: Draft['type']) => void
}) {
  return (
    <fieldset class="segments">
      <legend class="visually-hidden">Type</legend>
      {optionsOf(TYPES).map(({ value, label }) => (
        <label key={value}>
          <input
            type="radio"
            name="type"
            value={value}
            checked={value === type}
            onChange={() => onPick(TYPES.find((each) => each === value) ?? 'image')}
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  )
}

interface ParametersProps {
  readonly draft: Draft
  readonly model: Model | null
  readonly problems: Readonly<Record<string, string>>
  readonly onEdit: (params: Draft['params']) => void
}

function Parameters({ draft: { params }, model, problems, onEdit }: ParametersProps) {
  if (model === null || model.params.length === 0) return null
  return (
    <details open={model.params.length <= 3 || model.params.some(({ required }) => required)}>
      <summary>Parameters of {model.name}</summary>
      <div class="grid">
        {model.params.map((param) => (
          <ParamField
            key={`${model.model_id}/${param.name}`}
            param={param}
            texts={params}
            problem={problems[`params.${param.name}`]}
            onEdit={(name, text) => onEdit({ ...params, [name]: text })}
          />
        ))}
      </div>
    </details>
  )
}
