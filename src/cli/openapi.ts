import { behaviourFacts } from '../server/fidelity/topics.ts'
import { factsOf, factTable } from '../server/openapi/facts.ts'
import { openApiDocument, openApiYaml } from '../server/openapi/openapi-document.ts'

export interface OpenApiOptions {
  /** Prints the facts of the document and of docs/fidelity.md with their sources instead. */
  readonly sources?: boolean
}

/** `flora-emulator openapi`: prints the OpenAPI document of the emulated API. */
export async function openapi({ sources = false }: OpenApiOptions): Promise<void> {
  if (!sources) process.stdout.write(await openApiYaml())
  else process.stdout.write(factTable([...factsOf(await openApiDocument()), ...behaviourFacts()]))
}
