import { StartError, reasonOf } from '../../kernel/errors.ts'

/** @throws {StartError} exit code 4, with the file and the place */
export function parseJson(file: string, source: string): unknown {
  try {
    return JSON.parse(source)
  } catch (error) {
    throw new StartError(4, `${file}: not valid JSON: ${reasonOf(error).replaceAll('\n', ' ')}`)
  }
}
