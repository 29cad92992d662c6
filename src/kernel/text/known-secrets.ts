import { REDACTED, redactText } from '../redact.ts'

/** Shorter texts would be replaced where they are no secret. */
const LENGTH_MIN = 8

/** Removes secrets from texts: what looks like a key of FLORA, and what `learn` was told. */
export class KnownSecrets {
  readonly #secrets = new Set<string>()

  /** Remembers a secret, whatever it looks like. */
  learn(secret: string): void {
    if (secret.length >= LENGTH_MIN) this.#secrets.add(secret)
  }

  /** Remembers the key of an `Authorization` header. */
  learnKey(authorization = ''): void {
    this.learn(authorization.replace(/^\S+\s+/, '').trim())
  }

  text(text: string): string {
    let clean = redactText(text)
    for (const secret of this.#secrets) clean = clean.replaceAll(secret, REDACTED)
    return clean
  }
}
