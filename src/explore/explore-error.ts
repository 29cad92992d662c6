/** The client cannot be explored: it fails undisturbed, or its calls differ from run to run. */
export class ExploreError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ExploreError'
  }
}
