import { envOf, flagOf } from '../../config/config.ts'
import { OPTION_NAMES, OPTIONS } from '../../config/options.ts'
import { LAUNCH_OPTIONS } from './launch-options.ts'
import { configSchema } from './config-schema.ts'
import { CONFIGURATION_TEXT } from './configuration-text.ts'

/** The files that follow from the tables of options: `config.schema.json` and `docs/configuration.md`. */
export const generatedFiles = (): Readonly<Record<string, string>> => ({
  'config.schema.json': `${JSON.stringify(configSchema(), null, 2)}\n`,
  'docs/configuration.md': CONFIGURATION_TEXT.replace('<!-- options -->', optionTables()).replace(
    '<!-- launch options -->',
    launchTable(),
  ),
})

function optionTables(): string {
  const groups = new Set(OPTION_NAMES.map((name) => OPTIONS[name].group))
  return Array.from(groups, (group) => {
    const rows = OPTION_NAMES.filter((name) => OPTIONS[name].group === group).map((name) => {
      const { takes, help, fallbackText, short, schema } = OPTIONS[name]
      const flag = `\`${[...(short === null ? [] : [`-${short}`]), flagOf(name)].join('`, `')}${takes === '' ? '' : ` ${takes}`}\``
      return [`\`${name}\``, schema.type, flag, `\`${envOf(name)}\``, fallbackText, help]
    })
    const head = ['member', 'type', 'flag', 'variable', 'default', 'meaning']
    return `### ${group}\n\n${table(head, rows)}`
  }).join('\n\n')
}

function launchTable(): string {
  const rows = Object.entries(LAUNCH_OPTIONS).map(([name, { flag, help }]) => [
    `\`${flag}\``,
    `\`${envOf(name)}\``,
    help,
  ])
  return table(['flag', 'variable', 'meaning'], rows)
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const escaped = rows.map((cells) => cells.map((cell) => cell.replaceAll('|', '\\|')))
  return [head, head.map(() => '---'), ...escaped].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
