import { type Effect, NO_EFFECT } from './effect.ts'
import { OUTPUT_FAULTS } from './output-fault.ts'
import type { RunEffect } from '../runs/plan.ts'
import { WEBHOOK_MODES, type WebhookEffect } from '../webhooks/webhook.ts'

/** The combined effect of the directives of a header, or the problem of the first invalid one. */
export type ParsedDirectives =
  | { readonly ok: true; readonly effect: Effect }
  | { readonly ok: false; readonly problem: string }

interface Directive {
  /** Valid values, for the error. */
  readonly expects: string
  /** Value of a directive that is written without one. Absent when it needs one. */
  readonly bare?: string
  /** Adds the directive to an effect. Returns null for an invalid value. */
  readonly apply: (effect: Effect, value: string) => Effect | null
}

const DAY_SECONDS = 86_400
const STATUS = { min: 400, max: 599 }

const DIRECTIVES: Readonly<Record<string, Directive>> = {
  fail: {
    expects: 'a run error code such as GENERATION_PROMPT_MODERATED',
    // The code of FLORA's own example of a failed run.
    bare: 'provider_error',
    apply: (effect, code) =>
      /^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(code)
        ? withRun(effect, { outcome: { kind: 'failed', code, message: null } })
        : null,
  },
  duration: timeDirective('seconds', DAY_SECONDS, (effect, durationMs) => withRun(effect, { durationMs })),
  delay: timeDirective('milliseconds', 600_000, (effect, delayMs) => ({ ...effect, delayMs })),
  status: {
    expects: `an HTTP error status from ${STATUS.min} to ${STATUS.max}`,
    bare: '500',
    apply: (effect, value) => {
      const status = /^\d{3}$/.test(value) ? Number(value) : 0
      if (status < STATUS.min || status > STATUS.max) return null
      return { ...effect, error: { status, code: null, message: null, headers: {} } }
    },
  },
  drop: choiceDirective(['before', 'after'], (effect, drop) => ({ ...effect, drop })),
  body: choiceDirective(['truncated', 'malformed'], (effect, body) => ({ ...effect, body })),
  webhook: choiceDirective(WEBHOOK_MODES, (effect, mode) => withWebhook(effect, { mode })),
  'webhook-delay': timeDirective('seconds', DAY_SECONDS, (effect, delayMs) =>
    withWebhook(effect, { delayMs }),
  ),
  output: choiceDirective(OUTPUT_FAULTS, (effect, output) => withRun(effect, { output })),
}

/** A directive with a decimal number of `unit`, from 0 to `max`. `add` receives milliseconds. */
function timeDirective(
  unit: 'seconds' | 'milliseconds',
  max: number,
  add: (effect: Effect, ms: number) => Effect,
): Directive {
  return {
    expects: `${unit} from 0 to ${max}`,
    apply: (effect, value) => {
      const time = decimal(value)
      if (time === null || time > max) return null
      return add(effect, Math.round(unit === 'seconds' ? time * 1000 : time))
    },
  }
}

/** A directive with one of several words. */
function choiceDirective<Choice extends string>(
  choices: readonly Choice[],
  add: (effect: Effect, choice: Choice) => Effect,
): Directive {
  return {
    expects: choices.length === 2 ? choices.join(' or ') : `one of ${choices.join(', ')}`,
    apply: (effect, value) => {
      const choice = choices.find((candidate) => candidate === value)
      return choice === undefined ? null : add(effect, choice)
    },
  }
}

/**
 * Parses the request header `x-flora-emulator`, such as `fail:CODE, duration:3`, or `fail` without a code. An unknown, repeated or invalid directive is
 * a problem.
 */
export function parseDirectives(header: string): ParsedDirectives {
  let effect = NO_EFFECT
  const given = new Set<string>()
  for (const part of header.split(',')) {
    const text = part.trim()
    if (text === '') continue
    const { name, value, directive } = readDirective(text)
    if (given.has(name)) return { ok: false, problem: `Directive "${clip(name)}" is given twice` }
    given.add(name)
    if (directive === null) {
      return {
        ok: false,
        problem: `Unknown directive "${clip(name)}"; known: ${Object.keys(DIRECTIVES).join(', ')}`,
      }
    }
    const applied = directive.apply(effect, value)
    if (applied === null) {
      return { ok: false, problem: `Directive "${name}" takes ${directive.expects}, not "${clip(value)}"` }
    }
    effect = applied
  }
  return { ok: true, effect }
}

/** Adds the directives `[[name:value]]` in a prompt. Ignores invalid ones, because a prompt may contain any text. */
export function withPromptDirectives(effect: Effect, prompt: string): Effect {
  if (!prompt.includes('[[')) return effect
  let result = effect
  for (const [, text = ''] of prompt.matchAll(/\[\[([^[\]]{1,100})\]\]/g)) {
    const { value, directive } = readDirective(text.trim())
    result = directive?.apply(result, value) ?? result
  }
  return result
}

const withRun = (effect: Effect, change: Partial<RunEffect>): Effect => ({
  ...effect,
  run: { ...effect.run, ...change },
})

/** Changes one member of the webhook's effect, because two directives set it. */
function withWebhook(effect: Effect, change: Partial<WebhookEffect>): Effect {
  const webhook = effect.run.webhook ?? { mode: null, delayMs: 0 }
  return withRun(effect, { webhook: { ...webhook, ...change } })
}

function readDirective(text: string) {
  const colon = text.indexOf(':')
  const name = colon === -1 ? text : text.slice(0, colon).trim()
  const directive = Object.hasOwn(DIRECTIVES, name) ? (DIRECTIVES[name] ?? null) : null
  const value = colon === -1 ? (directive?.bare ?? '') : text.slice(colon + 1).trim()
  return { name, value, directive }
}

/** Parses a number without a sign or an exponent. Returns null for other text. */
function decimal(text: string): number | null {
  return /^\d{1,9}(\.\d{1,6})?$/.test(text) ? Number(text) : null
}

const clip = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)
