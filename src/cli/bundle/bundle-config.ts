import { unusable } from '../../bundle/archive.ts'
import { optionsOf } from '../../bundle/options.ts'
import type { Bundle } from '../../bundle/read-bundle.ts'
import { type Config, createConfig, type RawOptions } from '../../config/config.ts'
import { reasonOf, StartError } from '../../kernel/errors.ts'
import type { BundleFiles } from './commands.ts'

/**
 * The configuration of the emulator that a bundle was written by. The environment does not change it.
 *
 * @throws {StartError} exit code 2 when a file that the bundle needs is not named, 4 for wrong options in the bundle
 */
export function bundleConfig(
  { file, manifest }: Bundle,
  serves: 'programs' | 'replay',
  { fixtures, profile }: BundleFiles,
  own: RawOptions,
): Config {
  for (const name of manifest.needs) {
    if ({ fixtures, profile }[name] === undefined) {
      throw new StartError(2, `bundle ${file}: exec had --${name}; name the same with --${name}.`)
    }
  }
  const files: RawOptions = {
    ...(fixtures === undefined ? {} : { fixtures }),
    ...(profile === undefined ? {} : { profile }),
  }
  try {
    const config = createConfig({ ...optionsOf(manifest, serves), ...files, ...own }, {})
    // A bundle may come from anyone, and has no say in which files are read.
    if (typeof config.profile !== 'string' && profile === undefined) {
      throw new Error('--profile: expected docs or measured; a bundle names no file')
    }
    return config
  } catch (error) {
    throw unusable(file, `bundle.json: options: ${reasonOf(error)}`)
  }
}
