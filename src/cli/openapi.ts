import { factsOf, factTable } from '../server/openapi/facts.ts'
import { openApiDocument, openApiYaml } from '../server/openapi/openapi-document.ts'

export interface OpenApiOptions {
  /** Prints the facts of the document with their sources instead. */
  readonly sources?: boolean
}

/** `flora-emulator openapi`: prints the OpenAPI document of the emulated API. */
export async function openapi({ sources = false }: OpenApiOptions): Promise<void> {
  process.stdout.write(sources ? factTable(factsOf(await openApiDocument())) : await openApiYaml())
}
