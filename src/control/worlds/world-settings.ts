import { OPTIONS } from '../../config/options.ts'
import type { RateLimit } from '../../kernel/rate-limit.ts'
import type { StoredSettings } from '../../schemas/control/worlds/world.ts'
import { epochMs } from '../../kernel/units.ts'
import type { WorldSettings } from '../../store/worlds/world-records.ts'

/** `1200/60`, or `off`. */
export const rateLimitText = (limit: RateLimit | null): string =>
  limit === null ? 'off' : `${limit.limit}/${limit.windowMs / 1000}`

/** Converts members of the control API to those of a world. Absent members stay absent. */
export function worldSettings(body: StoredSettings): WorldSettings {
  const { clock, profile, now, duration_scale: durationScale, rate_limit: rateLimit } = body
  return {
    ...(clock === undefined ? {} : { clock }),
    ...(profile === undefined ? {} : { profile }),
    ...(now === undefined ? {} : { startsAt: epochMs(now) }),
    ...(durationScale === undefined ? {} : { durationScale }),
    ...(rateLimit === undefined ? {} : { rateLimit: OPTIONS.rateLimit.parse(rateLimit) }),
  }
}

/** Converts members of a world to those of the control API. */
export function storedSettings({
  startsAt,
  durationScale,
  rateLimit,
  ...rest
}: WorldSettings): StoredSettings {
  const entries = Object.entries({
    ...rest,
    now: startsAt,
    duration_scale: durationScale,
    rate_limit: rateLimit === undefined ? undefined : rateLimitText(rateLimit),
  })
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}
