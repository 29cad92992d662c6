import { notFound, validationError } from '../errors.ts'
import { seededUuid } from '../ids.ts'
import type { Canvas } from '../simulator/canvas.ts'
import type { EpochMs } from '../simulator/units.ts'
import type { CanvasPlace, IdempotencyClaim, Store } from '../store/store.ts'
import type { Caller } from './caller.ts'
import { applyChangeset, type Changeset, type ChangesetAnswer } from './canvas/changeset.ts'
import { type CanvasView, viewCanvas } from './canvas/view.ts'
import type { Catalogue } from './catalogue.ts'
import { duplicateKey } from './idempotency.ts'

/** A project, and the workspace that a path names it in; null where it names none. */
export interface CanvasAddress {
  readonly projectId: string
  readonly workspaceId: string | null
}

interface Edited<Answer> {
  readonly canvas: Canvas
  readonly answer: Answer
}

/** The graphs of projects, which generations, edits and definitions make together. */
export class Canvases {
  readonly #store: Store
  readonly #catalogue: Catalogue

  constructor(store: Store, catalogue: Catalogue) {
    this.#store = store
    this.#catalogue = catalogue
  }

  /** Throws 404 for a project that is not there, or not in that workspace. */
  async view(caller: Caller, address: CanvasAddress): Promise<CanvasView> {
    const now = caller.world.clock.now()
    const place = await this.#placeOf(caller, address)
    return viewCanvas(this.#store, place, await this.#store.canvases.read(place), now)
  }

  /** Throws 400 with everything that is wrong; then nothing was changed. */
  async applyChangeset(
    caller: Caller,
    address: CanvasAddress,
    changeset: Changeset,
    claim: IdempotencyClaim | null,
  ): Promise<ChangesetAnswer & { readonly view: CanvasView }> {
    const { view, answer } = await this.edit(caller, address, claim, (canvas, place) =>
      applyChangeset(canvas, changeset, { catalogue: this.#catalogue, nodeIdOf: place.nodeIdOf }),
    )
    return { ...answer, view }
  }

  /** One change, whole or not at all. Throws 400 with the problems of an edit that gives no canvas. */
  async edit<Answer extends Pick<ChangesetAnswer, 'problems'>>(
    caller: Caller,
    address: CanvasAddress,
    claim: IdempotencyClaim | null,
    edit: (canvas: Canvas, place: CanvasPlace) => { readonly canvas: Canvas | null; readonly answer: Answer },
  ): Promise<{ readonly view: CanvasView; readonly answer: Answer }> {
    const now = caller.world.clock.now()
    const place = await this.#placeOf(caller, address)
    const { canvas, answer } = await this.#change(place, claim, now, (before) => edit(before, place))
    return { answer, view: await viewCanvas(this.#store, place, canvas, now) }
  }

  async #change<Answer extends Pick<ChangesetAnswer, 'problems'>>(
    place: CanvasPlace,
    claim: IdempotencyClaim | null,
    now: EpochMs,
    edit: (canvas: Canvas) => { readonly canvas: Canvas | null; readonly answer: Answer },
  ): Promise<Edited<Answer>> {
    const result = await this.#store.canvases.change({ ...place, claim, edit }, now)
    switch (result.outcome) {
      case 'changed':
        return result
      case 'refused':
        throw validationError(result.answer.problems)
      case 'duplicate_key':
        throw duplicateKey()
      case 'unknown_project':
        throw notFound()
    }
  }

  async #placeOf({ world }: Caller, { projectId, workspaceId }: CanvasAddress): Promise<CanvasPlace> {
    const home = await this.#store.workspaceOf(world.key, projectId)
    if (home === null || (workspaceId !== null && home !== workspaceId)) throw notFound()
    const nodeIdOf = (ordinal: number) => seededUuid(`${world.seed}/${projectId}/${ordinal}`)
    return { world: world.key, projectId, nodeIdOf }
  }
}
