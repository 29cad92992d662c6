/**
 * Error codes of failed runs in production. The messages are ours, because FLORA publishes codes only. Directives may name
 * other codes, as production has more (`ACCESS_*`, `*_ENTITLEMENT_REQUIRED`).
 */
const MESSAGES: Readonly<Record<string, string>> = {
  GENERATION_PROMPT_MODERATED: 'The prompt was rejected by moderation.',
  GENERATION_PROVIDER_TIMEOUT: 'The provider did not answer in time.',
  GENERATION_DOWNSTREAM_SERVICE_ERROR: 'A service behind the model is unavailable. Try again later.',
  GENERATION_QUEUE_TOO_LARGE: 'The queue for this model is full. Try again later.',
  GENERATION_NO_RESULT: 'The provider returned no result.',
  GENERATION_INVALID_PARAMS: 'The model refused the parameters.',
  GENERATION_INPUT_VALIDATION: 'The model refused the input.',
  GENERATION_INVALID_URL: 'An input URL could not be read.',
  GENERATION_CANCELLED: 'The generation was cancelled.',
  GENERATION_GENERIC_ERROR: 'The generation failed.',
  GPU_PROVIDER_ERROR: 'The GPU provider reported an error.',
  LLM_REFUSAL: 'The language model refused to answer.',
  BILLING_NOT_ENOUGH_CREDITS: 'The workspace does not have enough credits.',
  SERVER_ERROR: 'The server failed to run the generation.',
  model_timeout: 'The model did not finish in time.',
  safety_blocked: 'The request was blocked by the safety system.',
  input_unreachable: 'An input could not be downloaded.',
  internal_error: 'The run failed because of an internal error.',
  provider_error: 'The provider failed to complete the generation.',
}

/** Returns the message of an error code, or a general one for an unknown code. */
export function messageFor(code: string): string {
  return Object.hasOwn(MESSAGES, code) ? (MESSAGES[code] ?? '') : `The run failed with ${code}.`
}
