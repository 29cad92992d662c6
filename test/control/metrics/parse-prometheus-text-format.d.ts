/** The package has no types. */
declare module 'parse-prometheus-text-format' {
  export interface Metric {
    readonly labels?: Readonly<Record<string, string>>
    readonly value?: string
  }
  interface Family {
    readonly name: string
    readonly help: string
    readonly type: string
    readonly metrics: readonly Metric[]
  }
  export default function parsePrometheusTextFormat(text: string): Family[]
}
