import { Egress, hostOf } from '../outbound/egress.ts'

interface DoorOptions {
  readonly stopping: AbortSignal
  readonly timeoutMs: number
  /** The port that this process listens on, which is never called. @default none */
  readonly ownPort?: () => number | null
}

/** Opens the one way out for the host of `target`, which the user named, and for no other machine. */
export function openDoor(target: URL, { stopping, timeoutMs, ownPort = () => null }: DoorOptions): Egress {
  return new Egress({ isAllowed: false, targets: [hostOf(target)], ownPort, stopping, timeoutMs })
}
