import type { RequestFilter as ControlFilter } from '../../../client/world-handle.ts'
import { DASHBOARD_CLIENT } from '../../../kernel/names.ts'
import type { RequestRecord } from '../../../schemas/control/requests/request.ts'
import { present } from '../../present.ts'

/** What requests must be to be shown; empty members do not matter. */
export interface RequestFilter {
  readonly method: string
  /** As it is being typed: it matters once it is a status. */
  readonly status: string
  readonly operation: string
  /** A part of the path. */
  readonly path: string
  /** Includes the generations that were started in the Playground. */
  readonly includesDashboard: boolean
}

export const ALL: RequestFilter = {
  method: '',
  status: '',
  operation: '',
  path: '',
  includesDashboard: false,
}

export const isStatus = (text: string): boolean => /^[1-5]\d\d$/.test(text)

/** As the control API takes it. */
export const queryOfFilter = ({
  path,
  status,
  method,
  operation,
  includesDashboard,
}: RequestFilter): ControlFilter =>
  present({
    method,
    operation,
    status: isStatus(status) ? Number(status) : undefined,
    path: path === '' ? '' : `*${path}*`,
    exclude_client: includesDashboard ? '' : DASHBOARD_CLIENT,
  })

/** The same question about a request that has just arrived. */
export function fits(
  request: RequestRecord,
  { method, status, operation, path, includesDashboard }: RequestFilter,
): boolean {
  return (
    (method === '' || request.method === method) &&
    (!isStatus(status) || String(request.status) === status) &&
    (operation === '' || request.operation === operation) &&
    request.path.includes(path) &&
    (includesDashboard || request.client !== DASHBOARD_CLIENT)
  )
}
