import type { IncomingMessage, Server, ServerResponse } from 'node:http'

/** Notices clients that close the connection while they wait for an answer, by their API keys. */
export class AbandonedAnswers {
  readonly #server: Server
  readonly #keys = new Set<string>()

  constructor(server: Server) {
    this.#server = server
    server.on('request', this.#watch)
  }

  /** Whether the client with this key has closed a connection before its answer. */
  has(apiKey: string): boolean {
    return this.#keys.has(apiKey)
  }

  /** Forgets a client, so that memory stays flat. */
  forget(apiKey: string): void {
    this.#keys.delete(apiKey)
  }

  close(): void {
    this.#server.off('request', this.#watch)
  }

  readonly #watch = ({ headers: { authorization } }: IncomingMessage, answer: ServerResponse): void => {
    answer.once('close', () => {
      if (!answer.writableFinished && authorization !== undefined)
        this.#keys.add(authorization.replace(/^bearer +/i, ''))
    })
  }
}
