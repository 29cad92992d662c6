import { useLayoutEffect, useRef } from 'preact/hooks'
import type { RequestRecord } from '../../../schemas/control/requests/request.ts'
import { member } from '../../member.ts'
import { CodeBlock } from '../../components/code-block.tsx'
import { HttpStatus } from '../../components/status.tsx'
import { dateTimeOf, jsonOf, NONE } from '../../format.ts'
import { hrefOf } from '../../state/route.ts'
import { WhatWasWrong } from './what-was-wrong.tsx'

/** Shows one request and its answer; null for a request that is not listed. */
export function RequestDetails({ request }: { readonly request: RequestRecord | null }) {
  const heading = useRef<HTMLHeadingElement>(null)
  // The details may be far from the selected row.
  useLayoutEffect(() => heading.current?.focus(), [request?.id])
  return (
    <section class="card request-details" aria-labelledby="request-heading">
      <header>
        <h2 id="request-heading" ref={heading} tabIndex={-1}>
          {request === null ? 'Request' : `${request.method} ${request.operation ?? 'unknown path'}`}
        </h2>
        <a href={hrefOf('requests')}>Close</a>
      </header>
      {request === null ? (
        <p class="placeholder">
          This request is not listed. Change the filters, or reload: the journal keeps the last 1,000.
        </p>
      ) : (
        <Body of={request} />
      )}
    </section>
  )
}

function Body({ of: request }: { readonly of: RequestRecord }) {
  const runId = member(request.response_body, 'run_id')
  return (
    <>
      <p>
        <HttpStatus of={request.status} /> <code dir="auto">{request.path}</code>
      </p>
      <WhatWasWrong request={request} />
      {typeof runId === 'string' ? (
        <p>
          Run <a href={hrefOf('runs', runId)}>{runId}</a>
        </p>
      ) : null}
      <dl class="facts">
        {factsOf(request).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
      <CodeBlock
        label="Request body"
        text={request.request_body === null ? '(none)' : jsonOf(request.request_body)}
      />
      <CodeBlock
        label="Response body"
        text={request.response_body === null ? '(none)' : jsonOf(request.response_body)}
      />
    </>
  )
}

function factsOf(request: RequestRecord): readonly (readonly [string, string])[] {
  const sdk = request.sdk === null ? NONE : `${request.sdk.version}, retry ${request.sdk.retry_count}`
  return [
    ['Time', dateTimeOf(request.at)],
    ['Request ID', request.id],
    ['API key', request.api_key ?? NONE],
    ['Workspace', request.workspace_id ?? NONE],
    ['Matched rule', request.rule ?? NONE],
    ['Directives', request.directives ?? NONE],
    ['Client', request.client ?? NONE],
    ['SDK', sdk],
    ['Note', request.note ?? NONE],
  ]
}
