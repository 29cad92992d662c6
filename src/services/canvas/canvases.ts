import { notFound, validationError } from '../../kernel/errors.ts'
import { seededUuid } from '../../kernel/ids.ts'
import {
  blockFor,
  type BlockType,
  type Canvas,
  type CanvasNode,
  type JsonObject,
} from '../../simulator/canvas/canvas.ts'
import { positionsBelow } from '../../simulator/canvas/layout.ts'
import { summarize } from '../../simulator/canvas/summary.ts'
import { writeMermaid } from '../../simulator/canvas/mermaid-write.ts'
import type { EpochMs } from '../../kernel/units.ts'
import { type CanvasPlace, catchUpCanvas, changeCanvas, readCanvas } from '../../store/canvas/canvases.ts'
import type { IdempotencyClaim } from '../../store/requests/idempotency-keys.ts'
import type { Store } from '../../store/store.ts'
import { workspaceOfProject } from '../../store/workspaces/projects.ts'
import type { RunReader } from '../runs/run-reader.ts'
import type { Caller, Reader } from '../worlds/caller.ts'
import { applyChangeset, type Changeset, type ChangesetAnswer } from './changeset.ts'
import { CanvasDraft, type CanvasEdit } from './draft.ts'
import { applyDefinition, type Definition } from './definition.ts'
import { applyPatch, type CanvasPatch, readDiagram } from './patch.ts'
import { type CanvasView, findNode, type NodeView, viewCanvas } from './view.ts'
import type { Catalogue } from '../models/catalogue.ts'
import { duplicateKey } from '../requests/idempotency.ts'

/** A project, and the workspace that a path names it in; null where it names none. */
export interface CanvasAddress {
  readonly projectId: string
  readonly workspaceId: string | null
}

interface AssetNode {
  readonly assetId: string
  readonly type: 'image' | 'video' | 'audio'
  readonly url: string
  readonly label: string
}

interface ActionNode {
  readonly actionId: string
  readonly params: JsonObject | null
  readonly label: string
}

interface Edited<Answer> {
  readonly canvas: Canvas
  readonly answer: Answer
}

/** The graphs of projects, which generations, edits and definitions make together. */
export class Canvases {
  readonly #store: Store
  readonly #reader: RunReader
  readonly #catalogue: Catalogue

  constructor(store: Store, reader: RunReader, catalogue: Catalogue) {
    this.#store = store
    this.#reader = reader
    this.#catalogue = catalogue
  }

  /** Throws 404 for a project that is not there, or not in that workspace. */
  async view(reader: Reader, address: CanvasAddress): Promise<CanvasView> {
    const location = await this.#locate(reader, address)
    return viewCanvas(this.#reader, location, await this.#read(location), reader.now)
  }

  /** A node by its short or long id. Throws 404 when there is none. */
  async node(caller: Caller, address: CanvasAddress, name: string): Promise<NodeView> {
    return this.getNode(await this.view(caller, address), name)
  }

  /** By short or long id; throws 404 when there is none. */
  getNode(view: CanvasView, name: string): NodeView {
    const node = findNode(view, name)
    if (node === null) throw notFound()
    return node
  }

  /** Throws 400 with everything that is wrong; then nothing was changed. */
  async applyChangeset(
    caller: Caller,
    address: CanvasAddress,
    changeset: Changeset,
    claim: IdempotencyClaim | null,
  ): Promise<ChangesetAnswer & { readonly view: CanvasView }> {
    const { view, answer } = await this.edit(caller, address, claim, (canvas, location) =>
      applyChangeset(canvas, changeset, { catalogue: this.#catalogue, nodeIdOf: location.nodeIdOf }),
    )
    return { ...answer, view }
  }

  /** A static node for an asset that is ready. A URL of this server goes without its origin. */
  async addAssetNode(
    caller: Caller,
    address: CanvasAddress,
    { assetId, type, url, label }: AssetNode,
    claim: IdempotencyClaim | null,
  ): Promise<CanvasNode> {
    return this.#addNode(
      caller,
      address,
      blockFor(`static_${type}`),
      { assetId, contentUrl: url, label },
      claim,
    )
  }

  /** An action that has not been run. */
  async addActionNode(
    caller: Caller,
    address: CanvasAddress,
    { actionId, params, label }: ActionNode,
    claim: IdempotencyClaim | null,
  ): Promise<CanvasNode> {
    return this.#addNode(
      caller,
      address,
      blockFor('action'),
      { action: { id: actionId, params }, label },
      claim,
    )
  }

  async #addNode(
    caller: Caller,
    address: CanvasAddress,
    block: BlockType,
    members: Partial<CanvasNode>,
    claim: IdempotencyClaim | null,
  ): Promise<CanvasNode> {
    const { answer } = await this.edit(caller, address, claim, (canvas, { nodeIdOf }) => {
      const draft = new CanvasDraft(canvas, nodeIdOf)
      const node = { ...draft.add(block), ...positionsBelow(canvas.nodes)(0), ...members }
      draft.set(node)
      return { canvas: draft.finish('project_id'), answer: { node, problems: draft.problems } }
    })
    return answer.node
  }

  /** Puts a definition in the place of the canvas. Throws 400 with everything that is wrong with it. */
  async replace(
    caller: Caller,
    address: CanvasAddress,
    definition: Definition,
    claim: IdempotencyClaim | null,
  ): Promise<CanvasView> {
    const { view } = await this.edit(caller, address, claim, (canvas) => applyDefinition(canvas, definition))
    return view
  }

  /** The canvas as a Mermaid flowchart, and in numbers. */
  async diagram(caller: Caller, address: CanvasAddress) {
    const canvas = await this.#read(await this.#locate(caller, address))
    return { diagram: writeMermaid(canvas), summary: summarize(canvas) }
  }

  /** Adds what a diagram says. Throws 400 for one that is not understood. */
  async patch(
    caller: Caller,
    address: CanvasAddress,
    { diagram, nodeParams }: CanvasPatch,
    claim: IdempotencyClaim | null,
  ) {
    const flowchart = readDiagram(diagram)
    const { view, answer } = await this.edit(caller, address, claim, (canvas, { nodeIdOf }) =>
      applyPatch(canvas, flowchart, nodeParams, { catalogue: this.#catalogue, nodeIdOf }),
    )
    return { ...answer, diagram: writeMermaid(view.canvas) }
  }

  /** One change, whole or not at all. Throws 400 with the problems of an edit that gives no canvas. */
  async edit<Answer extends Pick<ChangesetAnswer, 'problems'>>(
    caller: Caller,
    address: CanvasAddress,
    claim: IdempotencyClaim | null,
    edit: (canvas: Canvas, location: CanvasPlace) => CanvasEdit<Answer>,
  ): Promise<{ readonly view: CanvasView; readonly answer: Answer }> {
    const { now } = caller
    const location = await this.#locate(caller, address)
    const { canvas, answer } = await this.#change(location, claim, now, (before) => edit(before, location))
    return { answer, view: await viewCanvas(this.#reader, location, canvas, now) }
  }

  async #change<Answer extends Pick<ChangesetAnswer, 'problems'>>(
    location: CanvasPlace,
    claim: IdempotencyClaim | null,
    now: EpochMs,
    edit: (canvas: Canvas) => CanvasEdit<Answer>,
  ): Promise<Edited<Answer>> {
    const result = await this.#store.write(() => changeCanvas({ ...location, claim, edit }, now))
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

  /** The canvas, up to date with the runs of its project. */
  async #read(location: CanvasPlace): Promise<Canvas> {
    return (
      (await this.#store.read(readCanvas(location))) ??
      (await this.#store.write(() => catchUpCanvas(location)))
    )
  }

  async #locate({ world }: Reader, { projectId, workspaceId }: CanvasAddress) {
    const owner = await this.#store.read(workspaceOfProject(world.key, projectId))
    if (owner === null || (workspaceId !== null && owner !== workspaceId)) throw notFound()
    const nodeIdOf = (ordinal: number) => seededUuid(`${world.seed}/${projectId}/${ordinal}`)
    return { world: world.key, projectId, workspaceId: owner, nodeIdOf }
  }
}
