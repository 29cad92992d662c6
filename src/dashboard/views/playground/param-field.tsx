import { optionsOf, Select, TextArea, TextField } from '../../components/inputs.tsx'
import { isNumeric, type Param, partName } from './param-values.ts'

interface Props {
  readonly param: Param
  readonly texts: Readonly<Record<string, string>>
  readonly problem: string | undefined
  readonly onEdit: (name: string, text: string) => void
}

/** The input for one parameter of a model, by its descriptor. */
export function ParamField({ param, texts, problem, onEdit }: Props) {
  const { name, description: hint, options } = param
  const label = (param.label ?? name) + (param.required ? ' (required)' : '')
  const common = {
    label,
    hint,
    problem,
    value: texts[name] ?? '',
    onEdit: (text: string) => onEdit(name, text),
  }
  const unset = {
    value: '',
    label: param.default === undefined ? 'not set' : `default (${defaultText(param)})`,
  }
  if (param.type === 'dict') return <DictField {...{ param, texts, onEdit }} />
  if (options !== undefined && param.type === 'string') {
    return <Select {...common} options={[unset, ...options]} />
  }
  if (param.type === 'bool') return <Select {...common} options={[unset, ...optionsOf(['true', 'false'])]} />
  if (param.type === 'string[]') return <TextArea {...common} rows={2} placeholder="One value per line" />
  const kind = isNumeric(param) ? 'number' : 'text'
  return (
    <TextField {...common} kind={kind} min={param.min} max={param.max} placeholder={defaultText(param)} />
  )
}

function defaultText({ default: value }: Param): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : ''
}

function DictField({ param, texts, onEdit }: Omit<Props, 'problem'>) {
  return (
    <fieldset>
      <legend>{param.label ?? param.name}</legend>
      <div class="grid">
        {Object.entries(param.properties ?? {}).map(([part, { min, max, default: value }]) => (
          <TextField
            key={part}
            label={part}
            kind="number"
            {...{ min, max }}
            placeholder={String(value)}
            value={texts[partName(param, part)] ?? ''}
            onEdit={(text) => onEdit(partName(param, part), text)}
          />
        ))}
      </div>
    </fieldset>
  )
}
