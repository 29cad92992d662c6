import { type Effect, NO_EFFECT } from './effect.ts'
import { isOutputFault, OUTPUT_FAULTS } from './output-fault.ts'
import { WEBHOOK_MODES, type WebhookEffect } from '../webhooks/webhook.ts'

export type ParsedDirectives =
  | { readonly ok: true; readonly effect: Effect }
  | { readonly ok: false; readonly problem: string }

const DELAY_MS_MAX = 600_000
const DURATION_SECONDS_MAX = 86_400
const WEBHOOK_DELAY_SECONDS_MAX = 86_400
const STATUS = { min: 400, max: 599 }

interface Directive {
  readonly expects: string
  /** The effect with this directive added, or null when the value is not acceptable. */
  readonly apply: (effect: Effect, value: string) => Effect | null
}

const DIRECTIVES: Readonly<Record<string, Directive>> = {
  fail: {
    expects: 'a run error code such as GENERATION_PROMPT_MODERATED',
    apply: (effect, code) =>
      /^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(code)
        ? { ...effect, run: { ...effect.run, outcome: { kind: 'failed', code, message: null } } }
        : null,
  },
  duration: {
    expects: `seconds from 0 to ${DURATION_SECONDS_MAX}`,
    apply: (effect, value) => {
      const seconds = decimal(value)
      if (seconds === null || seconds > DURATION_SECONDS_MAX) return null
      return { ...effect, run: { ...effect.run, durationMs: Math.round(seconds * 1000) } }
    },
  },
  delay: {
    expects: `milliseconds from 0 to ${DELAY_MS_MAX}`,
    apply: (effect, value) => {
      const delayMs = decimal(value)
      return delayMs === null || delayMs > DELAY_MS_MAX ? null : { ...effect, delayMs: Math.round(delayMs) }
    },
  },
  status: {
    expects: `an HTTP error status from ${STATUS.min} to ${STATUS.max}`,
    apply: (effect, value) => {
      const status = /^\d{3}$/.test(value) ? Number(value) : 0
      if (status < STATUS.min || status > STATUS.max) return null
      return { ...effect, error: { status, code: null, message: null, headers: {} } }
    },
  },
  drop: {
    expects: 'before or after',
    apply: (effect, value) => (value === 'before' || value === 'after' ? { ...effect, drop: value } : null),
  },
  body: {
    expects: 'truncated or malformed',
    apply: (effect, value) =>
      value === 'truncated' || value === 'malformed' ? { ...effect, body: value } : null,
  },
  webhook: {
    expects: `one of ${WEBHOOK_MODES.join(', ')}`,
    apply: (effect, value) => {
      const mode = WEBHOOK_MODES.find((candidate) => candidate === value)
      return mode === undefined ? null : withWebhook(effect, { mode })
    },
  },
  'webhook-delay': {
    expects: `seconds from 0 to ${WEBHOOK_DELAY_SECONDS_MAX}`,
    apply: (effect, value) => {
      const seconds = decimal(value)
      if (seconds === null || seconds > WEBHOOK_DELAY_SECONDS_MAX) return null
      return withWebhook(effect, { delayMs: Math.round(seconds * 1000) })
    },
  },
  output: {
    expects: `one of ${OUTPUT_FAULTS.join(', ')}`,
    apply: (effect, value) =>
      isOutputFault(value) ? { ...effect, run: { ...effect.run, output: value } } : null,
  },
}

/** Reads `fail:CODE, duration:3`: the value of the request header `x-flora-emulator`. Strict: a typo is an error. */
export function parseDirectives(header: string): ParsedDirectives {
  let effect = NO_EFFECT
  const given = new Set<string>()
  for (const part of header.split(',')) {
    const text = part.trim()
    if (text === '') continue
    const [name, value] = splitDirective(text)
    const directive = directiveOf(name)
    if (given.has(name)) return { ok: false, problem: `Directive "${clip(name)}" is there twice` }
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

/** Adds the directives written `[[name:value]]` in a prompt. Lenient: whatever is not a directive is just text. */
export function withPromptDirectives(effect: Effect, prompt: string): Effect {
  if (!prompt.includes('[[')) return effect
  let result = effect
  for (const [, text = ''] of prompt.matchAll(/\[\[([^[\]]{1,100})\]\]/g)) {
    const [name, value] = splitDirective(text.trim())
    result = directiveOf(name)?.apply(result, value) ?? result
  }
  return result
}

/** Two directives make one effect. */
function withWebhook(effect: Effect, change: Partial<WebhookEffect>): Effect {
  const webhook = effect.run.webhook ?? { mode: null, delayMs: 0 }
  return { ...effect, run: { ...effect.run, webhook: { ...webhook, ...change } } }
}

function splitDirective(text: string): [name: string, value: string] {
  const colon = text.indexOf(':')
  return colon === -1 ? [text, ''] : [text.slice(0, colon).trim(), text.slice(colon + 1).trim()]
}

function directiveOf(name: string): Directive | null {
  return Object.hasOwn(DIRECTIVES, name) ? (DIRECTIVES[name] ?? null) : null
}

function decimal(text: string): number | null {
  return /^\d{1,9}(\.\d{1,6})?$/.test(text) ? Number(text) : null
}

const clip = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)
