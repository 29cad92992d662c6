import icon from '../icon.svg'
import { Icon } from '../components/icon.tsx'
import { hrefOf, route, VIEW_NAMES, VIEWS } from '../state/route.ts'

export function Navigation() {
  return (
    <nav class="navigation" aria-label="Views">
      <p class="brand">
        <img src={icon} alt="" width="28" height="28" /> flora-emulator
      </p>
      <ul>
        {VIEW_NAMES.map((name) => (
          <li key={name}>
            <a href={hrefOf(name)} aria-current={route.value.view === name ? 'page' : undefined}>
              <Icon name={name} /> {VIEWS[name]}
            </a>
          </li>
        ))}
        <li class="apart">
          <a href="/docs">API reference</a>
        </li>
      </ul>
    </nav>
  )
}
