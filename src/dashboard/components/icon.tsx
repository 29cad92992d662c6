const PATHS = {
  playground: 'M12 3v4m0 10v4M3 12h4m10 0h4M6 6l2.5 2.5M15.5 15.5 18 18M18 6l-2.5 2.5M8.5 15.5 6 18',
  runs: 'M4 6h16M4 12h16M4 18h10',
  requests: 'M4 8h13m0 0-4-4m4 4-4 4M20 16H7m0 0 4-4m-4 4 4 4',
  webhooks: 'M8 17a4 4 0 1 1-3-6m3 6h8m0 0a4 4 0 1 0 3-6M12 4a4 4 0 0 1 3 7l-3 5M12 4a4 4 0 0 0-3 7',
  rules: 'M5 5h14l-5 7v6l-4 2v-8L5 5Z',
  money:
    'M12 3v18M16.5 7.5C16 6 14.500 5 12 5 9.500 5 7.500 6 7.500 8.500c0 5 9 2 9 7 0 2.500-2 3.500-4.500 3.500S8 18 7.500 16.500',
  findings: 'M12 4 3.500 19h17L12 4Zm0 6v4m0 2.500h.01',
  canvas: 'M4 5h6v5H4V5Zm10 9h6v5h-6v-5ZM10 7.500h3.500v9H14',
  image: 'M4 5h16v14H4V5Zm0 11 5-5 4 4 3-3 4 4M15.500 9h.01',
  video: 'M4 6h11v12H4V6Zm11 4 5-3v10l-5-3',
  audio: 'M4 10v4m4-7v10m4-13v16m4-13v10m4-7v4',
  text: 'M5 6h14M5 11h14M5 16h9',
  document: 'M6 3h8l4 4v14H6V3Zm8 0v4h4M9 12h6M9 16h6',
} as const

/** Decorates a text that has the same meaning, so assistive technology skips it. */
export function Icon({ name }: { readonly name: keyof typeof PATHS }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  )
}
