type Present<Members> = {
  [Name in keyof Members as undefined extends Members[Name] ? never : Name]: Members[Name]
} & { [Name in keyof Members as undefined extends Members[Name] ? Name : never]?: NonNullable<Members[Name]> }

/** Leaves out members that are undefined or empty; forms hold an empty text where nothing was entered. */
export function present<Members extends object>(members: Members): Present<Members> {
  const entered = Object.entries(members).filter(([, value]) => value !== undefined && value !== '')
  return Object.fromEntries(entered) as Present<Members>
}

/** Narrows a text to one of the values; undefined for any other text. */
export const oneOf = <Value extends string>(values: readonly Value[], text: string): Value | undefined =>
  values.find((value) => value === text)
