import {
  type GeneratedTest,
  isBefore,
  plain,
  withOptions,
  withParams,
} from '../../support/conformance/generated-tests.ts'

const PLACE = { project_id: 'prj_abc123', workspace_id: 'ws_abc123' }
const CURSOR = 'eyJvZmZzZXQiOjIwfQ'
const PROMPT = 'A cinematic product photo of a ceramic mug on a sunlit table'
const GENERATION = { ...PLACE, prompt: PROMPT, type: 'image' } as const
const CALLED_BACK = { callback_url: 'https://example.com' }
const GENERATION_OPTIONS = { model: 't2i-flux-2-pro', params: { foo: 'bar' } }
const ACTION = { ...PLACE, action_id: 'color-grade-image-browser' } as const
const SIGNED = { source: 'signed-url', workspace_id: 'ws_abc123' }
const IMAGE = { content_type: 'image/png', file_name: 'hero.png', folder: 'campaign-assets' }
const FEEDBACK = {
  detail: 'I want to export all generated campaign images at once.',
  kind: 'feature_request',
  summary: 'Need batch export support',
} as const
const INPUT = { id: 'id', type: 'text', value: 'value' } as const
const TECHNIQUE = 'art-directors-critique'

/** Parameters that a version does not have yet are left out. */
const since = <Params extends object>(isKnown: boolean, params: Params): Partial<Params> =>
  isKnown ? params : {}

const actions: GeneratedTest[] = [
  plain('actions.retrieve', '0.10.0', (client) => client.actions.retrieve('color-grade-image-browser')),
  plain('actions.list', '0.10.0', (client) => client.actions.list()),
  ...withParams('actions.run', '0.10.0', {
    required: (client) => client.actions.run({ ...ACTION, inputs: [{ type: 'image' }] }),
    all: (client) =>
      client.actions.run({
        ...ACTION,
        inputs: [{ type: 'image', name: 'name', text: 'text', url: 'https://example.com' }],
        params: {
          advanced: true,
          brightness: 0.5,
          contrast: 0.5,
          highlights: -1,
          hue_shift: -180,
          saturation: 0,
          shadows: -1,
          show_scope: true,
          tint: -1,
          warmth: -0.5,
        },
      }),
  }),
]

const assets: GeneratedTest[] = [
  ...withParams('assets.create', '0.3.0', {
    required: (client) => client.assets.create(SIGNED),
    all: (client, version) =>
      client.assets.create({
        ...SIGNED,
        ...IMAGE,
        ...since(!isBefore(version, '0.10.0'), { project_id: 'prj_abc123' }),
      }),
  }),
  plain('assets.retrieve', '0.3.0', (client) => client.assets.retrieve('asset_abc123')),
  ...withOptions(
    'assets.list',
    '0.3.0',
    (client) => client.assets.list(),
    (client, options) => client.assets.list({ ...PLACE, cursor: CURSOR, limit: 1, query: 'logo' }, options),
  ),
  plain('assets.complete', '0.3.0', (client) => client.assets.complete('asset_abc123')),
  plain('assets.retry', '0.3.0', (client) => client.assets.retry('asset_abc123')),
]

const runs: GeneratedTest[] = [
  ...withParams('generations.create', '0.7.1', {
    required: (client) => client.generations.create(GENERATION),
    all: (client, version) =>
      client.generations.create({
        ...GENERATION,
        ...GENERATION_OPTIONS,
        ...since(!isBefore(version, '0.10.0'), CALLED_BACK),
      }),
  }),
  plain('generations.retrieve', '0.10.0', (client) => client.generations.retrieve('run_abc123')),
  ...withOptions(
    'generations.list',
    '0.7.1',
    (client) => client.generations.list(),
    (client, options) =>
      client.generations.list({ ...PLACE, cursor: CURSOR, limit: 1, status: 'pending' }, options),
  ),
  ...withParams('runs.startGeneration', '0.3.0', {
    required: (client) => client.runs.startGeneration(GENERATION),
    all: (client, version) =>
      client.runs.startGeneration({
        ...GENERATION,
        ...GENERATION_OPTIONS,
        ...since(!isBefore(version, '0.10.0'), CALLED_BACK),
      }),
  }),
  ...withParams('runs.startTechnique', '0.3.0', {
    required: (client) =>
      client.runs.startTechnique({
        inputs: { foo: 'bar' },
        technique_id: 'tech_abcd1234',
        workspace_id: 'ws_abc123',
      }),
  }),
]

const techniques: GeneratedTest[] = [
  plain('techniques.retrieve', '0.3.0', (client) => client.techniques.retrieve(TECHNIQUE)),
  ...withOptions(
    'techniques.list',
    '0.3.0',
    (client) => client.techniques.list(),
    (client, options) =>
      client.techniques.list({ workspace_id: 'ws_abc123', cursor: CURSOR, limit: 1, query: 'logo' }, options),
  ),
  ...withParams('techniques.runs.create', '0.3.0', {
    required: (client) => client.techniques.runs.create(TECHNIQUE, { inputs: [INPUT], mode: 'async' }),
    all: (client) =>
      client.techniques.runs.create(TECHNIQUE, {
        inputs: [INPUT],
        mode: 'async',
        callback_url: 'https://example.com',
        idempotency_key: 'idempotency_key',
      }),
  }),
  ...withParams('techniques.runs.retrieve', '0.3.0', {
    required: (client) => client.techniques.runs.retrieve('run_abc123', { techniqueId: TECHNIQUE }),
  }),
  ...withOptions(
    'techniques.runs.list',
    '0.7.1',
    (client) => client.techniques.runs.list(),
    (client, options) =>
      client.techniques.runs.list(
        { ...PLACE, cursor: CURSOR, limit: 1, status: 'pending', technique_id: 'tech_abcd1234' },
        options,
      ),
  ),
]

const others: GeneratedTest[] = [
  ...withOptions(
    'models.list',
    '0.3.0',
    (client) => client.models.list(),
    (client, options) => client.models.list({ type: 'image' }, options),
  ),
  ...withParams('feedback.record', '0.3.0', {
    required: (client) => client.feedback.record(FEEDBACK),
    all: (client) =>
      client.feedback.record({
        ...FEEDBACK,
        ...PLACE,
        attempted_tools: ['generate_image'],
        run_id: 'run_abc123',
      }),
  }),
]

/** Runs, techniques, actions, assets, models and feedback. */
export const mediaTests: readonly GeneratedTest[] = [...actions, ...assets, ...runs, ...techniques, ...others]
