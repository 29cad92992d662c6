import { computed, signal } from '@preact/signals'
import { DEFAULT_WORLD, WORLD_NAME } from '../../kernel/names.ts'

/** The views in the order of the navigation, by the first part of their address. */
export const VIEWS = {
  playground: 'Playground',
  runs: 'Runs',
  requests: 'Requests',
  webhooks: 'Webhooks',
  rules: 'Rules',
  money: 'Money',
  canvas: 'Canvas',
} as const
export type ViewName = keyof typeof VIEWS

const isView = (name: string): name is ViewName => Object.hasOwn(VIEWS, name)
export const VIEW_NAMES = Object.keys(VIEWS).filter(isView)

interface Route {
  readonly view: ViewName
  /** What of the view is shown; null for its list. */
  readonly id: string | null
  readonly world: string
}

/** Where the browser is: `#/runs/run_1?world=checkout`. */
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
    // Any other name would lead calls of the control API elsewhere.
    world: WORLD_NAME.test(world) ? world : DEFAULT_WORLD,
  }
}

/** An address that somebody typed may not be decodable; it then names nothing. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The address of a view, in the same world unless another is named. */
export function hrefOf(view: ViewName, id: string | null = null, world = worldName.value): string {
  const path = id === null ? `#/${view}` : `#/${view}/${encodeURIComponent(id)}`
  return world === DEFAULT_WORLD ? path : `${path}?world=${encodeURIComponent(world)}`
}

export function goTo(href: string): void {
  location.hash = href
}
