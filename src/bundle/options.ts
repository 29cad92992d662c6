import type { Config, RawOptions } from '../config/config.ts'
import type { BundleManifest } from '../schemas/bundle.ts'

type Recorded = Pick<BundleManifest, 'options' | 'needs'>

/** Returns the options on which answers depend, as on the command line. No other option is in a bundle. */
export function recordedOptions(config: Config): Recorded {
  const { seed, now, profile, rateLimit, fixtures } = config
  const options: [string, string | string[] | null][] = [
    ['seed', seed],
    ['clock', config.clock],
    ['now', now === null ? null : new Date(now).toISOString()],
    ['durationScale', String(config.durationScale)],
    ['rateLimit', rateLimit === null ? 'off' : `${rateLimit.limit}/${rateLimit.windowMs / 1000}`],
    ['auth', config.auth],
    ['profile', typeof profile === 'string' ? profile : null],
    ['strict', String(config.strict)],
    ['examples', String(config.examples)],
    ['allowedHost', [...config.allowedHost]],
    ['corsOrigin', [...config.corsOrigin]],
  ]
  const needs: Recorded['needs'] = []
  if (fixtures !== null) needs.push('fixtures')
  if (typeof profile !== 'string') needs.push('profile')
  const given = options.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]))
  return { options: Object.fromEntries(given), needs }
}

/** Options that decide which programs an emulator listens to. Only a replay, which serves nobody, takes them. */
const OF_CLIENTS = ['allowedHost', 'corsOrigin'] as const
const OF_ANSWERS = [
  'seed',
  'clock',
  'now',
  'durationScale',
  'rateLimit',
  'auth',
  'profile',
  'strict',
  'examples',
] as const

/** Returns the options of a bundle for `createConfig`, which validates them. Names that no bundle has are ignored. */
export function optionsOf({ options }: BundleManifest, serves: 'programs' | 'replay'): RawOptions {
  const names = serves === 'replay' ? [...OF_ANSWERS, ...OF_CLIENTS] : OF_ANSWERS
  return Object.fromEntries(
    names.map((name) => [name, Object.hasOwn(options, name) ? options[name] : undefined]),
  )
}
