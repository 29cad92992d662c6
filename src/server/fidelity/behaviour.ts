import type { Source } from '../../schemas/provenance.ts'

/** What is known about one subject beyond the shapes of openapi.yaml. Each text is a fact of its own. */
export interface Behaviour {
  readonly subject: string
  readonly published?: readonly (readonly [from: readonly Source[], text: string])[]
  /** Choices where nothing is published. */
  readonly ours?: readonly string[]
  /** Where the emulator does something else than what is published. */
  readonly differs?: readonly string[]
}

/** A section of docs/fidelity.md. */
export interface Topic {
  readonly title: string
  readonly behaviours: readonly Behaviour[]
}
