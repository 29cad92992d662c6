import { type TSchema, Type } from 'typebox'

const ControlError = Type.Object({
  error: Type.Object({
    code: Type.String({ examples: ['not_found'] }),
    message: Type.String({ description: 'The problem, its place and its remedy.' }),
  }),
})

const refusal = (description: string) => ({ description, ...ControlError })

const REFUSALS = {
  400: refusal('The request is wrong; the message names every wrong field.'),
  401: refusal('No or a wrong control token.'),
  403: refusal('A web page of another origin, or a host that is not allowed.'),
  404: refusal('No such world, or nothing of that id in it.'),
  409: refusal('Not possible as things stand.'),
  415: refusal('A write without `content-type: application/json`.'),
}

/** The answers of a control operation. */
export function answers<Status extends 200 | 201, Schema extends TSchema>(status: Status, schema: Schema) {
  const success = { description: 'Success.', ...schema }
  return { [status]: success, ...REFUSALS } as Record<Status, typeof success> & typeof REFUSALS
}

/** The answers of an operation that answers 204 without a body. */
export const NO_CONTENT = { 204: { description: 'Done.', type: 'null' }, ...REFUSALS } as const
