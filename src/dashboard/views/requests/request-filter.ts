import type { RequestFilter as ControlFilter } from '../../../client/requests-handle.ts'
import { DASHBOARD_CLIENT } from '../../../kernel/names.ts'
import type { RequestRecord } from '../../../schemas/control/requests/request.ts'
import { present } from '../../present.ts'

/** Conditions on the listed requests; empty members do not matter. */
export interface RequestFilter {
  readonly method: string
  /** Text of the input; ignored until it is a complete status. */
  readonly status: string
  readonly operation: string
  /** Part of the path. */
  readonly path: string
  /** Includes requests of the Playground. */
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

/** Converts the filter into the query of the control API. */
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

/** Applies the filter to a request that an event reports. */
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
