import { type FaultId, faultIdOf, faultOf } from './catalogue.ts'
import { type Site, siteKey } from './site.ts'

/** A fault at one site. */
export interface PlacedFault {
  readonly fault: FaultId
  readonly site: Site
}

/** Where a token places a fault. */
export interface TokenPart {
  readonly fault: FaultId
  readonly operation: string
  readonly call: number
}

/** Writes the token of an experiment, such as `drop-after@startGeneration:1`; several faults are joined by `+`. */
export const tokenOf = (placed: readonly PlacedFault[]): string =>
  placed.map(({ fault, site }) => `${fault}@${siteKey(site)}`).join('+')

/** Reads a token. Returns null for a text that is none. */
export function parseToken(text: string): readonly TokenPart[] | null {
  const parts = text.split('+').map((part) => {
    const [, name = '', operation = '', call = ''] = /^([\w-]+)@(\w+):([1-9]\d{0,8})$/.exec(part) ?? []
    const fault = faultIdOf(name)
    return fault === null ? null : { fault, operation, call: Number(call) }
  })
  const known = parts.filter((part) => part !== null)
  return known.length === parts.length && known.length <= 2 ? known : null
}

/** Whether two faults can happen in one run: at different calls, or to a call and to what comes of it. */
export function canCombine(a: PlacedFault, b: PlacedFault): boolean {
  if (siteKey(a.site) !== siteKey(b.site)) return true
  const [first, second] = [faultOf(a.fault), faultOf(b.fault)]
  if (first.kind === second.kind) return false
  const call = [a, b].find(({ fault }) => faultOf(fault).kind === 'call')
  // The other call faults refuse the request, so that there is no run.
  return call === undefined || ['drop-after', 'slow-answer', 'broken-body'].includes(call.fault)
}
