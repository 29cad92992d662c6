import { type Option, Select, TextField } from './inputs.tsx'

/** One input of a form: what it is called, what it takes, and what to know about it. */
export interface FieldSpec<Name extends string> {
  readonly name: Name
  readonly label: string
  readonly hint?: string
  readonly placeholder?: string
  /** A number from here to there. */
  readonly range?: { readonly min: number; readonly max?: number }
  /** One of these. */
  readonly options?: readonly Option[]
}

interface Props<Name extends string> {
  readonly specs: readonly FieldSpec<Name>[]
  readonly values: Readonly<Record<Name, string>>
  readonly onEdit: (name: Name, value: string) => void
}

/** The inputs of a form, side by side. */
export function Fields<Name extends string>({ specs, values, onEdit }: Props<Name>) {
  return (
    <div class="grid">
      {specs.map(({ name, options, range, ...spec }) => {
        const edited = { ...spec, value: values[name], onEdit: (value: string) => onEdit(name, value) }
        if (options !== undefined) return <Select key={name} {...edited} options={options} />
        const kind = range === undefined ? 'text' : 'number'
        return <TextField key={name} {...edited} kind={kind} min={range?.min} max={range?.max} />
      })}
    </div>
  )
}
