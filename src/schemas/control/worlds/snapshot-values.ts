import { type TProperties, Type } from 'typebox'
import { CLOCK_MAX, INSTANT_MAX, INSTANT_MIN } from '../../../kernel/instants.ts'
import { ORDINAL_MAX } from '../../../kernel/ordinals.ts'
import { MICRO_USD_MAX } from '../../../kernel/units.ts'

// Values of columns. A world never outgrows these ranges, so that its own snapshot can be restored.

export const Text = Type.String()
export const Id = (prefix: string) => Type.String({ pattern: `^${prefix}_\\S+$` })

/** Position of a row among those of its kind. */
export const Ordinal = Type.Integer({ minimum: 1, maximum: ORDINAL_MAX })
export const Count = Type.Integer({ minimum: 0, maximum: ORDINAL_MAX })

/** Unix milliseconds, from the year 1 to the year 9999. */
export const Instant = Type.Integer({ minimum: INSTANT_MIN, maximum: INSTANT_MAX })
/** Unix milliseconds that a clock can show. */
export const ClockInstant = Type.Integer({ minimum: 0, maximum: CLOCK_MAX })
/** Unix milliseconds of a creation. Fixtures may be older than the year 1970. */
export const PastInstant = Type.Integer({ minimum: INSTANT_MIN, maximum: CLOCK_MAX })

/** Millionths of a US dollar. */
export const Amount = Type.Integer({ minimum: 0, maximum: MICRO_USD_MAX })
/** The difference of two balances can be twice as large as one. */
export const BalanceChange = Type.Integer({ minimum: -2 * MICRO_USD_MAX, maximum: 2 * MICRO_USD_MAX })
export const Balance = Type.Integer({ minimum: -MICRO_USD_MAX, maximum: MICRO_USD_MAX })

/** An object without other members. */
export const closed = <Members extends TProperties>(members: Members) =>
  Type.Object(members, { additionalProperties: false })
