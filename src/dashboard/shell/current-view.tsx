import { useErrorBoundary, useLayoutEffect, useRef } from 'preact/hooks'
import { Placeholder, View } from '../components/view.tsx'
import { route, VIEWS } from '../state/route.ts'
import { Canvas } from '../views/canvas/canvas.tsx'
import { Findings } from '../views/findings/findings.tsx'
import { MoneyView } from '../views/money/money.tsx'
import { Playground } from '../views/playground/playground.tsx'
import { Requests } from '../views/requests/requests.tsx'
import { Rules } from '../views/rules/rules.tsx'
import { RunPage } from '../views/run/run-page.tsx'
import { Runs } from '../views/runs/runs.tsx'
import { Webhooks } from '../views/webhooks/webhooks.tsx'

/** Shows the view of the address, and moves the focus to its heading so that screen readers announce it. */
export function CurrentView() {
  const { view, id } = route.value
  const isFirst = useRef(true)
  const page = view === 'runs' ? `${view}/${id}` : view
  useLayoutEffect(() => {
    document.title = `${VIEWS[view]} – flora-emulator`
    if (!isFirst.current) document.querySelector<HTMLElement>('main h1')?.focus()
    isFirst.current = false
  }, [page])
  const boundary = useErrorBoundary()
  const error: unknown = boundary[0]
  useLayoutEffect(boundary[1], [page])
  if (error === undefined) return viewOf(view, id)
  return (
    <View title={VIEWS[view]}>
      <Placeholder error={error} isEmpty={false} none="" />
    </View>
  )
}

function viewOf(view: keyof typeof VIEWS, id: string | null) {
  switch (view) {
    case 'playground':
      return <Playground />
    case 'runs':
      return id === null ? <Runs /> : <RunPage key={id} id={id} />
    case 'requests':
      return <Requests selected={id} />
    case 'webhooks':
      return <Webhooks />
    case 'rules':
      return <Rules />
    case 'money':
      return <MoneyView />
    case 'findings':
      return <Findings />
    case 'canvas':
      return <Canvas selected={id} />
  }
}
