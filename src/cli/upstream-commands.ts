import { type Command, Option } from 'commander'
import { type Format, FORMATS } from '../upstream/drift/format.ts'

export interface DriftOptions {
  readonly against: string
  readonly format: Format
}

/** Commands that compare the emulator with FLORA. */
export interface UpstreamCommands {
  readonly drift: (options: DriftOptions) => Promise<void>
}

const DRIFT_EXAMPLES = `
Exit codes: 0 no difference, 1 differences, 2 the other side cannot be read.

Examples:
  flora-emulator drift --against flora-openapi.json
  flora-emulator drift --against node_modules/@flora-ai/flora
  flora-emulator drift --against https://example.com/openapi.yaml --format markdown`

/** Adds the commands that compare the emulator with FLORA. */
export function addUpstreamCommands(program: Command, commands: UpstreamCommands): void {
  const upstream = (name: string, description: string): Command =>
    program
      .command(name)
      .description(description)
      .helpOption('--help', 'print this help')
      .allowExcessArguments(false)
  upstream('drift', 'list operations, fields, enums and statuses in which an API description differs')
    .requiredOption(
      '--against <source>',
      'OpenAPI 3 document (file or URL), or folder of an SDK or MCP package',
    )
    .addOption(new Option('--format <format>', 'format of the report').choices(FORMATS).default('text'))
    .addHelpText('after', DRIFT_EXAMPLES)
    .action(async (options: DriftOptions) => commands.drift(options))
}
