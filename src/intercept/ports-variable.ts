import type { DoorPorts } from './doors.ts'

/** Environment variable with the ports of the doors, for the preload. */
export const PORTS_VARIABLE = 'FLORA_INTERCEPT_PORTS'

export const writePorts = ({ secure, plain }: DoorPorts): string => `${secure},${plain}`

/** Returns null without ports, such as in a process that was given the preload alone. */
export function readPorts(text: string | undefined): DoorPorts | null {
  const [, secure, plain] = /^(\d+),(\d+)$/.exec(text ?? '') ?? []
  return secure === undefined || plain === undefined ? null : { secure: Number(secure), plain: Number(plain) }
}
