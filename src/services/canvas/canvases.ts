import { notFound, validationError } from '../../kernel/errors.ts'
import { seededUuid } from '../../kernel/ids.ts'
import {
  blockFor,
  type BlockType,
  type Canvas,
  type CanvasNode,
  type JsonObject,
} from '../../simulator/canvas/canvas.ts'
import { runNodeId } from '../../simulator/canvas/canvas-runs.ts'
import { positionsBelow } from '../../simulator/canvas/layout.ts'
import { summarize } from '../../simulator/canvas/summary.ts'
import { writeMermaid } from '../../simulator/canvas/mermaid-write.ts'
import type { EpochMs } from '../../kernel/units.ts'
import { type CanvasLocation, catchUpCanvas, changeCanvas, readCanvas } from '../../store/canvas/canvases.ts'
import type { IdempotencyClaim } from '../../store/requests/idempotency-keys.ts'
import type { Store } from '../../store/store.ts'
import { workspaceOfProject } from '../../store/workspaces/projects.ts'
import type { RunReader } from '../runs/run-reader.ts'
import type { Caller, Reader } from '../worlds/caller.ts'
import { applyChangeset, type Changeset, type ChangesetAnswer } from './changeset.ts'
import { CanvasDraft, type CanvasEdit } from './draft.ts'
import { checkSize } from './node-model.ts'
import { applyDefinition, type Definition } from './definition.ts'
import { applyPatch, type CanvasPatch, readDiagram } from './patch.ts'
import { type CanvasView, findNode, type NodeView, viewCanvas } from './view.ts'
import type { Catalogue } from '../models/catalogue.ts'
import { duplicateKey } from '../requests/idempotency.ts'

/** A project, with the workspace in the path of the request. Null when the path has none. */
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

/** The outcome of an edit that was stored. */
interface Edited<Answer> {
  readonly canvas: Canvas
  readonly answer: Answer
}

/** Reads and edits the canvases of projects. */
export class Canvases {
  readonly #store: Store
  readonly #reader: RunReader
  readonly #catalogue: Catalogue

  constructor(store: Store, reader: RunReader, catalogue: Catalogue) {
    this.#store = store
    this.#reader = reader
    this.#catalogue = catalogue
  }

  /** @throws ApiError 404 for an unknown project or one of another workspace */
  async view(reader: Reader, address: CanvasAddress): Promise<CanvasView> {
    const location = await this.#locate(reader, address)
    return viewCanvas(this.#reader, location, await this.#read(location), reader.now)
  }

  /**
   * Loads a node by its short or long id.
   *
   * @throws ApiError 404 for an unknown project or node
   */
  async node(caller: Caller, address: CanvasAddress, name: string): Promise<NodeView> {
    return this.getNode(await this.view(caller, address), name)
  }

  /**
   * Finds a node of a view by its short or long id.
   *
   * @throws ApiError 404 for an unknown node
   */
  getNode(view: CanvasView, name: string): NodeView {
    const node = findNode(view, name)
    if (node === null) throw notFound()
    return node
  }

  /** @throws ApiError 400 with every problem of the changeset, which then changes nothing */
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

  /** Adds a static node for an asset. A URL of this server has no origin. */
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

  /** @throws ApiError 400 for params that are too large */
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
      checkSize(draft, members.action?.params ?? {}, 'params')
      draft.set(node)
      return { canvas: draft.finish('project_id'), answer: { node, problems: draft.problems } }
    })
    return answer.node
  }

  /**
   * Replaces the canvas by a definition.
   *
   * @throws ApiError 400 with every problem of the definition
   */
  async replace(
    caller: Caller,
    address: CanvasAddress,
    definition: Definition,
    claim: IdempotencyClaim | null,
  ): Promise<CanvasView> {
    const { view } = await this.edit(caller, address, claim, (canvas) => applyDefinition(canvas, definition))
    return view
  }

  /** Returns the canvas as a Mermaid flowchart, with its summary. */
  async diagram(caller: Caller, address: CanvasAddress) {
    const canvas = await this.#read(await this.#locate(caller, address))
    return { diagram: writeMermaid(canvas), summary: summarize(canvas) }
  }

  /**
   * Adds the nodes and edges of a diagram.
   *
   * @throws ApiError 400 with every problem of the diagram
   */
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

  /**
   * Applies an edit in one transaction.
   *
   * @param edit pure, because the store may call it again
   * @throws ApiError 400 with the problems of an edit without a canvas, 409 for an idempotency key that was used
   */
  async edit<Answer extends Pick<ChangesetAnswer, 'problems'>>(
    caller: Caller,
    address: CanvasAddress,
    claim: IdempotencyClaim | null,
    edit: (canvas: Canvas, location: CanvasLocation) => CanvasEdit<Answer>,
  ): Promise<{ readonly view: CanvasView; readonly answer: Answer }> {
    const { now } = caller
    const location = await this.#locate(caller, address)
    const { canvas, answer } = await this.#change(location, claim, now, (before) => edit(before, location))
    return { answer, view: await viewCanvas(this.#reader, location, canvas, now) }
  }

  async #change<Answer extends Pick<ChangesetAnswer, 'problems'>>(
    location: CanvasLocation,
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

  /** Loads the canvas, including nodes for new runs of its project. */
  async #read(location: CanvasLocation): Promise<Canvas> {
    return (
      (await this.#store.read(readCanvas(location))) ??
      (await this.#store.write(() => catchUpCanvas(location)))
    )
  }

  async #locate({ world }: Reader, { projectId, workspaceId }: CanvasAddress) {
    const owner = await this.#store.read(workspaceOfProject(world.key, projectId))
    if (owner === null || (workspaceId !== null && owner !== workspaceId)) throw notFound()
    const nodeIdOf = (ordinal: number) => seededUuid(`${world.seed}/${projectId}/${ordinal}`)
    const nodeIdOfRun = (runId: string) => runNodeId(world.seed, runId)
    return { world: world.key, projectId, workspaceId: owner, nodeIdOf, nodeIdOfRun }
  }
}
