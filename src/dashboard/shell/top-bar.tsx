import { ClockControls } from './clock-controls.tsx'
import { WorldControls } from './world-controls.tsx'

/** Shows the current world and its clock above every view. */
export function TopBar() {
  return (
    <div class="top-bar" role="region" aria-label="World and clock">
      <WorldControls />
      <ClockControls />
    </div>
  )
}
