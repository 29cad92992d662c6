import { type Command, Option } from 'commander'
import { portOf } from '../port-argument.ts'
import { type Format, FORMATS } from '../../upstream/drift/format.ts'

export interface DriftOptions {
  readonly against: string
  readonly format: Format
}

export interface SyncOptions {
  readonly from: string
  readonly out: string
}

export interface RecordOptions {
  readonly upstream: string
  readonly out: string
  readonly port: number
}

export interface VerifyOptions {
  readonly against: string
  readonly out: string
}

/** Commands that compare the emulator with FLORA. */
export interface UpstreamCommands {
  readonly drift: (options: DriftOptions) => Promise<void>
  readonly sync: (options: SyncOptions) => Promise<void>
  readonly record: (options: RecordOptions) => Promise<void>
  readonly verify: (options: VerifyOptions) => Promise<void>
}

const DRIFT_EXAMPLES = `
Exit codes: 0 no difference, 1 differences, 2 the other side cannot be read.

Examples:
  flora-emulator drift --against flora-openapi.json
  flora-emulator drift --against node_modules/@flora-ai/flora
  flora-emulator drift --against https://example.com/openapi.yaml --format markdown`

const SYNC_EXAMPLES = `
The API key is read from FLORA_API_KEY. It is sent to --from alone, and written nowhere.

Exit codes: 0 done, 1 the server failed, 2 wrong usage, 4 the folder cannot be used.

Example:
  FLORA_API_KEY=… flora-emulator sync --from https://app.flora.ai/api/v1 --out fixtures
  flora-emulator --fixtures fixtures`

const RECORD_EXAMPLES = `
Every request is forwarded with the key that your program sends: generations spend the account's money. Ctrl+C stops and
writes the file. Keys, tokens and signatures are redacted; prompts are not. An existing recording is continued.

Exit codes: 0 done, 2 wrong usage, 3 the port is in use, 4 the file cannot be used.

Example:
  flora-emulator record --upstream https://app.flora.ai/api/v1 --out recording.har
  FLORA_BASE_URL=http://127.0.0.1:4621/api/v1 node your-program.js
  flora-emulator --profile ./recording.har`

const VERIFY_EXAMPLES = `
The API key is read from FLORA_API_KEY. It is sent to --against alone, and written nowhere.

Exit codes: 0 no difference, 1 differences, or the server failed, 2 wrong usage, 4 the report cannot be written.

Example:
  FLORA_API_KEY=… flora-emulator verify --against https://app.flora.ai/api/v1`

/** Adds the commands that compare the emulator with FLORA. */
export function addUpstreamCommands(program: Command, commands: UpstreamCommands): void {
  const upstream = (name: string, description: string): Command =>
    program
      .command(name)
      .description(description)
      .helpOption('-h, --help', 'print this help')
      .allowExcessArguments(false)
  upstream('drift', 'list operations, fields, enums and statuses in which an API description differs')
    .requiredOption(
      '--against <source>',
      'OpenAPI 3 document (file or URL), or folder of an SDK or MCP package',
    )
    .addOption(new Option('--format <format>', 'format of the report').choices(FORMATS).default('text'))
    .addHelpText('after', DRIFT_EXAMPLES)
    .action(async (options: DriftOptions) => commands.drift(options))
  upstream('sync', "write an account's models, techniques, actions, workspaces and projects as fixtures")
    .requiredOption('--from <url>', 'base URL of the FLORA server; only GET requests are sent')
    .requiredOption('--out <dir>', 'folder for the fixtures; what FLORA does not publish is kept from it')
    .addHelpText('after', SYNC_EXAMPLES)
    .action(async (options: SyncOptions) => commands.sync(options))
  upstream('record', 'forward requests to a FLORA server, and keep what happened; this spends money')
    .requiredOption('--upstream <url>', 'base URL of the FLORA server')
    .requiredOption('--out <file>', 'HAR file, which --profile takes')
    .option('--port <number>', 'port to listen on; 0 picks a free port', portOf, 4621)
    .addHelpText('after', RECORD_EXAMPLES)
    .action(async (options: RecordOptions) => commands.record(options))
  upstream('verify', 'compare order, absent members, statuses and errors of a FLORA server with the emulator')
    .requiredOption('--against <url>', 'base URL of the FLORA server; only GET requests are sent')
    .option('--out <file>', 'Markdown report, without data of the account', 'flora-verify.md')
    .addHelpText('after', VERIFY_EXAMPLES)
    .action(async (options: VerifyOptions) => commands.verify(options))
}
