import type { RequestRecord } from '../../../schemas/control/requests/request.ts'
import { member, textOf } from '../../member.ts'

/** Explains a failed request: the error, and each wrong field. */
export function WhatWasWrong({ request }: { readonly request: RequestRecord }) {
  if (request.status === null) return <p class="problem">A rule or directive cut the connection.</p>
  if (request.status < 400) return null
  const error = member(request.response_body, 'error')
  const fields = member(error, 'fields')
  return (
    <div class="problem" role="group" aria-label="What was wrong">
      <p>
        <code>{textOf(member(error, 'code')) ?? request.status}</code>{' '}
        <bdi>{textOf(member(error, 'message')) ?? 'The answer has no message.'}</bdi>
      </p>
      {Array.isArray(fields) ? (
        <ul>
          {fields.map((field: unknown, index) => (
            <li key={index} dir="auto">
              <code>{textOf(member(field, 'field'))}</code> {textOf(member(field, 'message'))}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
