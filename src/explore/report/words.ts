import { FAULTS } from '../faults/catalogue.ts'
import type { Result } from './report.ts'

/** Names the faults of a result and where they happened. */
export const titleOf = ({ faults }: Pick<Result, 'faults'>): string =>
  faults.map(({ fault, operation, call }) => `${operation}:${call} ${FAULTS[fault].title}`).join(', and ')
