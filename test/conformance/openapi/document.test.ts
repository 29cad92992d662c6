import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { openApiYaml } from '../../../src/server/openapi/openapi-document.ts'

interface Operation {
  operationId?: string
  summary?: string
  description?: string
  tags?: string[]
  responses: Record<string, object>
}

const text = readFileSync('openapi.yaml', 'utf8')
const { paths } = parse(text) as { paths: Record<string, Record<string, Operation>> }
const operations = Object.entries(paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    ...operation,
  })),
)

test('openapi.yaml is up to date with the routes (npm run openapi writes it)', async () => {
  expect(await openApiYaml()).toBe(text)
})

test('every operation has the name that rules and the journal use', () => {
  const names = operations.map(({ name, operationId }) => `${name} ${operationId}`)
  expect(names.toSorted()).toEqual([
    'DELETE /workspaces/{workspaceId}/library/folders/{folderId} deleteLibraryFolder',
    'GET /actions listActions',
    'GET /actions/{actionId} getAction',
    'GET /assets listAssets',
    'GET /assets/{assetId} getAsset',
    'GET /gateway/models listGatewayModels',
    'GET /generations listGenerations',
    'GET /models listModels',
    'GET /projects listProjects',
    'GET /projects/{projectId} getProject',
    'GET /projects/{projectId}/canvas getProjectCanvas',
    'GET /projects/{projectId}/nodes listCanvasNodes',
    'GET /runs/{runId} getRun',
    'GET /technique-runs listTechniqueRuns',
    'GET /techniques listTechniques',
    'GET /techniques/{techniqueId} getTechnique',
    'GET /techniques/{techniqueId}/runs/{runId} getTechniqueRun',
    'GET /workspaces listWorkspaces',
    'GET /workspaces/{workspaceId}/projects/{projectId}/canvas/definition getCanvasDefinition',
    'GET /workspaces/{workspaceId}/projects/{projectId}/graph getProjectGraph',
    'PATCH /projects/{projectId}/canvas patchProjectCanvas',
    'POST /assets uploadAsset',
    'POST /assets/{assetId}/complete completeAssetUpload',
    'POST /assets/{assetId}/retry retryAssetUpload',
    'POST /feedback recordFeedback',
    'POST /gateway/generate startGatewayGeneration',
    'POST /generate startGeneration',
    'POST /projects createProject',
    'POST /projects/{projectId}/actions createCanvasAction',
    'POST /projects/{projectId}/actions/{nodeId}/run runCanvasAction',
    'POST /projects/{projectId}/assets/{assetId}/attach attachCanvasAsset',
    'POST /runs/action createActionRun',
    'POST /runs/generation createGenerationRun',
    'POST /runs/technique createTopLevelTechniqueRun',
    'POST /techniques createTechnique',
    'POST /techniques/{techniqueId}/runs startTechniqueRun',
    'POST /workspaces/{workspaceId}/folders/{folderId}/projects createFolderProject',
    'POST /workspaces/{workspaceId}/library/folders createLibraryFolder',
    'POST /workspaces/{workspaceId}/library/folders/{folderId}/items addLibraryFolderItem',
    'POST /workspaces/{workspaceId}/projects createWorkspaceProject',
    'POST /workspaces/{workspaceId}/projects/{projectId}/canvas/changeset applyCanvasChangeset',
    'POST /workspaces/{workspaceId}/projects/{projectId}/nodes/run runCanvasNodes',
    'PUT /workspaces/{workspaceId}/projects/{projectId}/canvas/definition replaceCanvasDefinition',
  ])
})

test('docs/fidelity.md has a row for every operation, and for no other', () => {
  const rows = [...readFileSync('docs/fidelity.md', 'utf8').matchAll(/^\| `(\w+)` ([A-Z]+ \S+) +\|/gm)]
  const told = new Set(rows.map(([, operation, route]) => `${route} ${operation}`))
  expect([...told].toSorted()).toEqual(
    operations.map(({ name, operationId }) => `${name} ${operationId}`).toSorted(),
  )
})

test('every operation is described, and declares the refusals that FLORA declares', () => {
  const refusals = ['400', '401', '402', '403', '404', '409', '429', '500']
  for (const { name, summary, description, tags, responses } of operations) {
    expect(summary, name).toMatch(/^[A-Z]/)
    expect(description, name).toMatch(/\.$/)
    expect(tags, name).toHaveLength(1)
    expect(Object.keys(responses), name).toEqual(expect.arrayContaining(refusals))
  }
})
