/** A parameter as `GET /gateway/models` describes it. */
interface GatewayParam {
  readonly name: string
  readonly kind: 'text' | 'enum' | 'int' | 'seed' | 'bool' | 'media'
  readonly required?: boolean
  readonly default?: string | number | boolean
  readonly options?: readonly { readonly value: string; readonly label?: string }[]
  readonly min?: number
  readonly max?: number
  readonly max_count?: number
  readonly label?: string
  readonly description?: string
}

/** A parameter as `GET /models` describes it. */
interface ModelParam {
  name: string
  type: 'string' | 'string[]' | 'bool' | 'int' | 'seed'
  required: boolean
  default?: string | number | boolean
  options?: { label: string; value: string }[]
  min?: number
  max?: number
  label?: string
  description?: string
}

const TYPES = { text: 'string', enum: 'string', int: 'int', seed: 'seed', bool: 'bool' } as const

/** Describes a parameter of a gateway model like those of other models, so that one code checks and shows both. */
export function toModelParam(param: GatewayParam): ModelParam {
  const { name, kind, required = false, options } = param
  const isList = (param.max_count ?? 1) > 1
  return {
    name,
    type: kind === 'media' ? (isList ? 'string[]' : 'string') : TYPES[kind],
    required,
    ...(param.default === undefined ? {} : { default: param.default }),
    ...(options === undefined
      ? {}
      : { options: options.map(({ value, label = value }) => ({ label, value })) }),
    ...(param.min === undefined ? {} : { min: param.min }),
    ...(param.max === undefined ? {} : { max: param.max }),
    ...(param.label === undefined ? {} : { label: param.label }),
    ...(param.description === undefined ? {} : { description: param.description }),
  }
}
