import type { IoType } from '../../schemas/techniques/technique.ts'
import type {
  InputType,
  TechniqueRunRequest,
  TopLevelTechniqueRunRequest,
} from '../../schemas/techniques/technique-run.ts'
import type { GivenInput } from '../../services/techniques/technique-inputs.ts'

const TYPE_OF: Readonly<Record<InputType, IoType>> = {
  text: 'text',
  imageUrl: 'imageUrl',
  videoUrl: 'videoUrl',
  audioUrl: 'audioUrl',
  documentUrl: 'documentUrl',
  image_url: 'imageUrl',
  video_url: 'videoUrl',
  audio_url: 'audioUrl',
  document_url: 'documentUrl',
  TEXT: 'text',
  IMAGE_URL: 'imageUrl',
  VIDEO_URL: 'videoUrl',
  AUDIO_URL: 'audioUrl',
  DOCUMENT_URL: 'documentUrl',
}

/** Reads inputs that are a list, with fields such as `inputs.0.value`. */
export function fromList(inputs: TechniqueRunRequest['inputs']): GivenInput[] {
  return inputs.map(({ id, type, value }, index) => {
    const at = `inputs.${index}`
    return {
      id,
      type: TYPE_OF[type],
      value,
      fields: { id: `${at}.id`, type: `${at}.type`, value: `${at}.value` },
    }
  })
}

/** Reads inputs that are an object, with fields such as `inputs.prompt`. A list gives an input several values. */
export function fromObject(inputs: TopLevelTechniqueRunRequest['inputs']): GivenInput[] {
  return Object.entries(inputs).flatMap(([id, value]) => {
    const at = `inputs.${id}`
    const given = (item: unknown, field: string) => ({
      id,
      type: null,
      value: item,
      fields: { id: at, type: at, value: field },
    })
    if (!Array.isArray(value) || value.length === 0) return [given(value, at)]
    return value.map((item: unknown, index) => given(item, `${at}.${index}`))
  })
}
