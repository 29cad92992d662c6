import { openApiYaml } from '../server/openapi.ts'

/** `flora-emulator openapi`: the document of the emulated API, on standard output. */
export async function openapi(): Promise<void> {
  process.stdout.write(await openApiYaml())
}
