import { describe, expect, test } from 'vitest'
import { loadFixtures } from '../../../src/server/fixtures.ts'
import { ActionId, RequestedActionId } from '../../../src/schemas/actions/action.ts'
import { paramProblems } from '../../../src/services/actions/action-params.ts'
import { Actions } from '../../../src/services/actions/actions.ts'
import { RunStarter } from '../../../src/services/runs/run-starter.ts'
import { SqliteStore } from '../../../src/store/engine/sqlite-store.ts'
import { changeFixture } from '../../support/fixtures.ts'
import { documentedActions, legacyIds, literals } from '../../support/sdk/actions.ts'

const store = new SqliteStore(null)
const NO_DISPATCH = {
  drain: async () => undefined,
  wake: () => undefined,
  announce: async () => undefined,
  resend: async () => undefined,
}
const actions = new Actions(loadFixtures(null).actions, new RunStarter(store, NO_DISPATCH, null))

/** Returns the problems of params as `field: message`. */
function problems(id: string, params: Record<string, unknown>): string[] {
  const action = actions.find(id)
  if (action === null) throw new Error(`no action ${id}`)
  return paramProblems(action, params, { closed: true }).map(({ field, message }) => `${field}: ${message}`)
}

describe('the actions of the SDK', () => {
  const documented = documentedActions()

  test('are in the fixtures, in the order of the SDK', () => {
    expect(documented).toHaveLength(40)
    expect(actions.list().map((action) => action.id)).toEqual(documented.map(({ id }) => id))
    expect(ActionId.enum).toEqual(documented.map(({ id }) => id))
  })

  test.each(documented)('$id accepts every documented param and value, and no other', ({ id, params }) => {
    const known = actions.find(id)?.params ?? []
    expect(known.map(({ key }) => key).toSorted()).toEqual(params.map(({ key }) => key).toSorted())
    for (const { key, type, members } of params) {
      const byDefault = actions.find(id)?.defaults[key]
      const samples: Record<string, unknown[]> = {
        number: [byDefault],
        boolean: [true, false],
        string: ['#ff0000'],
      }
      const object = Object.fromEntries(members.map((member) => [member, 1]))
      const values = members.length > 0 ? [object] : (samples[type] ?? literals(type))
      expect(values.length, `${key}: ${type}`).toBeGreaterThan(0)
      for (const value of values) expect(problems(id, { [key]: value })).toEqual([])
      expect(problems(id, { [key]: ['wrong'] })).toHaveLength(1)
      expect(typeof byDefault).toBe(typeof values[0])
    }
  })

  test('have the ids of older SDKs', () => {
    expect(legacyIds()).toHaveLength(37)
    expect(RequestedActionId).toHaveProperty('enum', [...new Set([...ActionId.enum, ...legacyIds()])])
    for (const id of legacyIds()) expect(actions.find(id), id).not.toBeNull()
    expect(actions.find('rotate-image')?.id).toBe('rotate-image-browser')
    expect(actions.find('ken-burns-video')?.id).toBe('ken-burns-video')
    expect(actions.find('constructor')).toBeNull()
  })
})

describe('params', () => {
  test.each([
    [
      'rotate-image',
      { turn: 1 },
      ['params.turn: Unrecognized key. Known: angle, background, canvas_mode, direction, transparent'],
    ],
    ['rotate-image', { angle: '90' }, ['params.angle: Expected number, received string']],
    ['rotate-image', { angle: -1 }, ['params.angle: Number must be greater than or equal to 0']],
    ['rotate-image', { angle: 361 }, ['params.angle: Number must be less than or equal to 360']],
    ['rotate-image', { transparent: 1 }, ['params.transparent: Expected boolean, received number']],
    ['rotate-image', { background: null }, ['params.background: Expected string, received null']],
    [
      'rotate-image',
      { direction: 'up', canvas_mode: 7 },
      [
        "params.direction: Invalid enum value. Expected 'none' | 'horizontal' | 'vertical' | 'both', received 'up'",
        "params.canvas_mode: Invalid enum value. Expected 'shrink' | 'keep' | 'expand', received number",
      ],
    ],
    [
      'ken-burns-video',
      { fps: 30 },
      ["params.fps: Invalid enum value. Expected '24' | '30' | '60', received number"],
    ],
    ['crop-image-browser', { center: { x: 0.1, y: 2 } }, []],
    [
      'crop-image-browser',
      { center: { x: 'a' } },
      ['params.center.y: Required', 'params.center.x: Expected number, received string'],
    ],
    [
      'crop-image-browser',
      { center: { x: 1, y: 1, z: 1 } },
      ['params.center.z: Unrecognized key. Known: x, y'],
    ],
    ['crop-image-browser', { center: [0, 0] }, ['params.center: Expected object, received array']],
    ['scene-3d-image-browser', { scale: { x: 1, y: 1 } }, ['params.scale.z: Required']],
    ['extract-video-frames', { range: { min: 10, max: 90 } }, []],
    [
      'extract-video-frames',
      { range: { min: 90, max: 10 } },
      ['params.range: min must be less than or equal to max'],
    ],
    ['extract-video-frames', { range: { min: 90 } }, ['params.range.max: Required']],
    ['extract-video-frames', { range: 5 }, ['params.range: Expected object, received number']],
    ['color-grade-image', { brightness: 0.5, highlights: -1, hue_shift: -180, warmth: -0.5 }, []],
    [
      'split-text',
      JSON.parse('{"__proto__": 1}') as object,
      [expect.stringMatching(/^params\.__proto__: Unrecognized key/)],
    ],
  ])('%s with %j', (id, params, expected) => {
    expect(problems(id, { ...params })).toEqual(expected)
  })
})

describe('actions.json in --fixtures', () => {
  /** Loads the first two actions with the changes in each. */
  const load = (changes: object) => {
    const folder = changeFixture('actions.json', (rows) => {
      rows.splice(2)
      for (const row of rows) Object.assign(row, changes)
    })
    return loadFixtures(folder).actions
  }

  test('replaces the shipped one', () => {
    expect(load({ estimated_seconds: 1 }).map((action) => action.estimated_seconds)).toEqual([1, 1])
  })

  test.each([
    [{ action_id: 'mine' }, /actions\.json: 0\.action_id: Invalid enum value/],
    [{ action_id: 'split-video', params: [] }, /actions\.json: split-video appears twice/],
    [{ legacy_action_ids: ['old'] }, /actions\.json: old appears twice/],
    [
      { params: [{ key: 'fps', type: 'select', available_values: [], default_value: '24' }] },
      /actions\.json: action color-grade-image-browser: params\.fps: Invalid enum value/,
    ],
    [{ outputs: [] }, /0\.outputs: Array must contain at least 1 element/],
    [{ wrong: 1 }, /0\.wrong: Unrecognized key/],
  ])('is refused with %j', (changes, reason) => {
    expect(() => load(changes)).toThrow(reason)
  })
})
