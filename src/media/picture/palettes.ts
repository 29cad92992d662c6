/** Five matching colours of the form `#rrggbb`, from dark to light but for the accent. */
export interface Palette {
  readonly ink: string
  readonly deep: string
  readonly mid: string
  readonly accent: string
  readonly light: string
}

const palette = (ink: string, deep: string, mid: string, accent: string, light: string): Palette => ({
  ink,
  deep,
  mid,
  accent,
  light,
})

/** All palettes. Their order decides which one a seed picks. */
export const PALETTES: readonly [Palette, ...Palette[]] = [
  palette('#10163a', '#27327f', '#d4507a', '#ffb55a', '#fff3dd'),
  palette('#0d2b2e', '#14605a', '#3fa37c', '#f4c95d', '#f8f4e3'),
  palette('#1c1230', '#4b2a7b', '#8f5bd6', '#ff8fa3', '#fdeef4'),
  palette('#2a1410', '#8c2f25', '#dd6031', '#f7b267', '#fff1e0'),
  palette('#0b1f33', '#17507f', '#2f92c4', '#ffd166', '#eef7fb'),
  palette('#1f1d36', '#3f3d6d', '#6f86d6', '#9fe3c5', '#f3f7f0'),
  palette('#161c1a', '#3a4f41', '#86a873', '#e9b44c', '#f6f1e1'),
  palette('#2b1028', '#7a1f4b', '#d1495b', '#edae49', '#fdf3e3'),
  palette('#10202b', '#1d4e63', '#e76f51', '#f4d8a8', '#fbf6ec'),
  palette('#101010', '#3b3b45', '#7d7f8c', '#ff5a36', '#f4f2ee'),
]
