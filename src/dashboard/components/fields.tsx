import { type Option, Select, TextField } from './inputs.tsx'

/** Describes one input of a form. */
export interface FieldSpec<Name extends string> {
  readonly name: Name
  readonly label: string
  readonly hint?: string
  readonly placeholder?: string
  /** Makes the input a number. */
  readonly range?: { readonly min: number; readonly max?: number }
  /** Makes the input a choice. */
  readonly options?: readonly Option[]
}

interface Props<Name extends string> {
  readonly specs: readonly FieldSpec<Name>[]
  readonly values: Readonly<Record<Name, string>>
  readonly onEdit: (name: Name, value: string) => void
}

/** Shows the inputs of a form in a grid. */
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
