interface Command {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

/** Renders a request as a curl command for a POSIX shell. */
export function curlOf({ url, method, headers, body }: Command): string {
  const isImplied = method === (body === null ? 'GET' : 'POST')
  return [
    `curl -s ${isImplied ? '' : `-X ${method} `}${quoted(url)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === null ? [] : [`-d ${quoted(body)}`]),
  ].join(' \\\n  ')
}

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`
