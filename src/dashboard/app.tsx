import { useEffect } from 'preact/hooks'
import { isTokenMissing } from './api/token.ts'
import { ConnectionBanner } from './shell/connection-banner.tsx'
import { Navigation } from './shell/navigation.tsx'
import { Notices } from './shell/notices.tsx'
import { TokenForm } from './shell/token-form.tsx'
import { TopBar } from './shell/top-bar.tsx'
import { CurrentView } from './shell/current-view.tsx'
import { startLive } from './state/live.ts'
import { worldName } from './state/route.ts'
import { useCurrentWorld } from './state/world.ts'

export function App() {
  useEffect(startLive, [])
  useCurrentWorld()
  return (
    <div class="shell">
      <a class="skip-link" href="#main" onClick={skipToMain}>
        Skip to content
      </a>
      <Navigation />
      <TopBar />
      <main id="main" tabIndex={-1}>
        <ConnectionBanner />
        {isTokenMissing.value ? <TokenForm /> : <CurrentView key={worldName.value} />}
      </main>
      <Notices />
    </div>
  )
}

/** Replaces the browser's jump, because the fragment of the address names the view. */
function skipToMain(event: Event): void {
  event.preventDefault()
  document.getElementById('main')?.focus()
}
