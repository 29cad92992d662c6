import type { TargetedInputEvent as InputEvent } from 'preact'
import { Field, type FieldProps } from './field.tsx'

interface Edited extends FieldProps {
  readonly value: string
  readonly onEdit: (value: string) => void
}

interface TextProps extends Edited {
  readonly placeholder?: string
  readonly kind?: 'text' | 'number' | 'password'
  readonly min?: number | undefined
  readonly max?: number | undefined
}

export function TextField({ value, onEdit, placeholder, kind = 'text', min, max, ...field }: TextProps) {
  return (
    <Field {...field}>
      {(tied) => {
        const attributes = {
          ...tied,
          placeholder,
          value,
          onInput: ({ currentTarget }: InputEvent<HTMLInputElement>) => onEdit(currentTarget.value),
        }
        if (kind === 'number') return <input type="number" step="any" {...{ min, max }} {...attributes} />
        if (kind === 'password') return <input type="password" autocomplete="off" {...attributes} />
        return <input type="text" dir="auto" autocomplete="off" {...attributes} />
      }}
    </Field>
  )
}

export function TextArea({
  value,
  onEdit,
  rows,
  placeholder,
  ...field
}: TextProps & { readonly rows: number }) {
  return (
    <Field {...field}>
      {(attributes) => (
        <textarea
          {...attributes}
          {...{ rows, placeholder, value }}
          dir="auto"
          onInput={({ currentTarget }) => onEdit(currentTarget.value)}
        />
      )}
    </Field>
  )
}

interface CheckboxProps {
  readonly label: string
  readonly isChecked: boolean
  readonly onEdit: (isChecked: boolean) => void
}

export function Checkbox({ label, isChecked, onEdit }: CheckboxProps) {
  return (
    <label class="checkbox">
      <input
        type="checkbox"
        checked={isChecked}
        onChange={({ currentTarget }) => onEdit(currentTarget.checked)}
      />
      {label}
    </label>
  )
}

export interface Option {
  readonly value: string
  readonly label: string
}

export function Select({
  value,
  onEdit,
  options,
  ...field
}: Edited & { readonly options: readonly Option[] }) {
  return (
    <Field {...field}>
      {(attributes) => (
        <select {...attributes} value={value} onChange={({ currentTarget }) => onEdit(currentTarget.value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value} selected={option.value === value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

export const optionsOf = (values: readonly string[]): Option[] =>
  values.map((value) => ({ value, label: value }))
