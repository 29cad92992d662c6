import { openApiYaml } from '../server/openapi/openapi-yaml.ts'

/** `flora-emulator openapi`: prints the OpenAPI document of the emulated API. */
export async function openapi(): Promise<void> {
  process.stdout.write(await openApiYaml())
}
