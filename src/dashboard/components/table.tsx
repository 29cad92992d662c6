import type { ComponentChildren } from 'preact'

interface Props {
  readonly label: string
  readonly columns: readonly string[]
  readonly children: ComponentChildren
}

/** A table that scrolls sideways in a narrow window. */
export function Table({ label, columns, children }: Props) {
  return (
    <div class="table" role="region" aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
