import type { FastifyRequest } from 'fastify'

/** True for a person who opens an address in a browser: GET, no key, and HTML preferred to JSON. */
export const isNavigation = ({ method, headers }: Pick<FastifyRequest, 'method' | 'headers'>): boolean =>
  method === 'GET' && headers.authorization === undefined && prefersHtml(headers.accept ?? '')

const prefersHtml = (accept: string): boolean =>
  qualityOf(accept, 'text/html') > qualityOf(accept, 'application/json')

/** Quality from 0 to 1 of a type that the header names; 0 for one that only a wildcard covers. */
function qualityOf(accept: string, type: string): number {
  const ranges = accept.split(',').map((range) =>
    range
      .toLowerCase()
      .split(';')
      .map((part) => part.trim()),
  )
  const parameters = ranges.find(([name]) => name === type)
  if (parameters === undefined) return 0
  const quality = parameters.find((parameter) => parameter.startsWith('q='))
  return quality === undefined ? 1 : Number(quality.slice('q='.length)) || 0
}
