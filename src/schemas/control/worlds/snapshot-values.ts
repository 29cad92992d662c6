import { type TProperties, Type } from 'typebox'
import { INSTANT_MAX, INSTANT_MIN } from '../../../kernel/instants.ts'
import { ORDINAL_MAX } from '../../../kernel/ordinals.ts'

// Values of columns. What a world accepts here it never outgrows, so that its own snapshot can be restored as well.

export const Text = Type.String()
export const Id = (prefix: string) => Type.String({ pattern: `^${prefix}_\\S+$`, maxLength: 200 })

/** Position of a row among those of its kind. */
export const Ordinal = Type.Integer({ minimum: 1, maximum: ORDINAL_MAX })
export const Count = Type.Integer({ minimum: 0, maximum: ORDINAL_MAX })

/** Unix milliseconds, from the year 1 to the year 9999. */
export const Instant = Type.Integer({ minimum: INSTANT_MIN, maximum: INSTANT_MAX })

const MICRO_USD_MAX = 4e15

/** Millionths of a US dollar. */
export const Amount = Type.Integer({ minimum: 0, maximum: MICRO_USD_MAX })
export const SignedAmount = Type.Integer({ minimum: -MICRO_USD_MAX, maximum: MICRO_USD_MAX })

/** An object without other members. */
export const closed = <Members extends TProperties>(members: Members) =>
  Type.Object(members, { additionalProperties: false })
