import { type Static, Type } from 'typebox'
import { component, Meta, PageQuery, ref, TechniqueId, UsdAmount, WorkspaceId } from '../common.ts'

export const IoType = Type.Enum(['imageUrl', 'videoUrl', 'audioUrl', 'text', 'documentUrl'], {
  type: 'string',
})
export type IoType = Static<typeof IoType>

export const ioMembers = {
  id: Type.String({
    pattern: '^[A-Za-z0-9_-]{1,100}$',
    description: 'Name of the parameter in runs.',
    examples: ['input_image'],
  }),
  name: Type.String(),
  type: IoType,
  description: Type.Optional(Type.String()),
  specified_aspect_ratio: Type.Optional(Type.String({ examples: ['1:1'] })),
  specified_duration: Type.Optional(Type.Number({ minimum: 0, description: 'In seconds.' })),
  accepts_element: Type.Optional(Type.Boolean({ description: 'The id of an element will do as the value.' })),
  optional: Type.Optional(Type.Boolean({ description: 'May be left out.' })),
  allow_multiple: Type.Optional(Type.Boolean({ description: 'May be given several times.' })),
}

export const TechniqueIo = component(
  'TechniqueIo',
  'sdk',
  Type.Object(ioMembers, { description: 'Input or output of a technique.' }),
)
export type TechniqueIo = Static<typeof TechniqueIo>

const Slug = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9_-]*$',
  description: 'A readable name for use in paths.',
  examples: ['cctv-cam'],
})

export const techniqueMembers = {
  technique_id: TechniqueId,
  slug: Slug,
  name: Type.String({ minLength: 1, examples: ['CCTV Cam'] }),
  description: Type.Optional(Type.String()),
  run_cost: UsdAmount('Cost of a run, in US dollars.'),
  inputs: Type.Array(ref(TechniqueIo)),
  outputs: Type.Array(ref(TechniqueIo)),
}

export const Technique = component(
  'Technique',
  { '*': 'sdk', slug: 'docs' },
  Type.Object(techniqueMembers, { description: 'A saved workflow with fixed inputs and outputs.' }),
)
export type Technique = Static<typeof Technique>

export const TechniqueQuery = Type.Object({
  ...PageQuery,
  query: Type.Optional(Type.String({ description: 'A part of name, description or slug, in any case.' })),
  workspace_id: Type.Optional(WorkspaceId),
})
export type TechniqueQuery = Static<typeof TechniqueQuery>

export const TechniquePage = component(
  'TechniquePage',
  'sdk',
  Type.Object({ techniques: Type.Array(ref(Technique)), meta: ref(Meta) }),
)
export type TechniquePage = Static<typeof TechniquePage>

/** In a path, where FLORA takes either. */
export const TechniqueName = Type.String({
  pattern: '^\\S+$',
  description: 'The id or the slug of a technique.',
  examples: ['cctv-cam'],
})
