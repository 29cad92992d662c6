import { computed, signal } from '@preact/signals'
import { DEFAULT_WORLD, WORLD_NAME } from '../../kernel/names.ts'

/** Titles of the views by the first part of their address, in the order of the navigation. */
export const VIEWS = {
  playground: 'Playground',
  runs: 'Runs',
  requests: 'Requests',
  webhooks: 'Webhooks',
  rules: 'Rules',
  money: 'Money',
  findings: 'Findings',
  canvas: 'Canvas',
} as const
export type ViewName = keyof typeof VIEWS

const isView = (name: string): name is ViewName => Object.hasOwn(VIEWS, name)
export const VIEW_NAMES = Object.keys(VIEWS).filter(isView)

interface Route {
  readonly view: ViewName
  /** Id of the selected run, request or project; null for none. */
  readonly id: string | null
  readonly world: string
}

/** Route of the current address. @example '#/runs/run_1?world=checkout' */
export const route = signal(parse(location.hash))
addEventListener('hashchange', () => (route.value = parse(location.hash)))

export const worldName = computed(() => route.value.world)

function parse(hash: string): Route {
  const [path = '', query = ''] = hash.slice(1).split('?', 2)
  const [, name = '', id = ''] = path.split('/', 3)
  const world = new URLSearchParams(query).get('world') ?? ''
  return {
    view: isView(name) ? name : 'playground',
    id: id === '' ? null : decode(id),
    // Another name would send calls to another path of the control API.
    world: WORLD_NAME.test(world) ? world : DEFAULT_WORLD,
  }
}

/** Returns the text itself where it cannot be decoded, as in a mistyped address. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Returns the address of a view. @param world `@default` the current world */
export function hrefOf(view: ViewName, id: string | null = null, world = worldName.value): string {
  const path = id === null ? `#/${view}` : `#/${view}/${encodeURIComponent(id)}`
  return world === DEFAULT_WORLD ? path : `${path}?world=${encodeURIComponent(world)}`
}

export function goTo(href: string): void {
  location.hash = href
}
