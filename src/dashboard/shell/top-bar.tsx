import { ClockControls } from './clock-controls.tsx'
import { WorldControls } from './world-controls.tsx'

/** The world that is shown and its time, above every view. */
export function TopBar() {
  return (
    <div class="top-bar" role="region" aria-label="World and clock">
      <WorldControls />
      <ClockControls />
    </div>
  )
}
