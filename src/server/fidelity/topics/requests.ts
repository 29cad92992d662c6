import type { Topic } from '../behaviour.ts'

export const requests: Topic = {
  title: 'Requests',
  behaviours: [
    {
      subject: 'error codes',
      published: [
        [
          ['oas', 'next'],
          'a closed list of ten: `unauthorized`, `invalid_api_key`, `forbidden`, `invalid_json`, `input_validation_error`, `not_found`, `insufficient_credits`, …',
        ],
        [['oas', 'next'], '… `idempotency_duplicate`, `rate_limited`, `unknown_error`'],
        [['docs'], '`conflict`, `idempotency_conflict` and `service_unavailable` as well'],
        [['skills'], '`paid_plan_required` as well'],
      ],
      differs: [
        '`conflict`, `idempotency_conflict`, `service_unavailable` and `paid_plan_required` lie outside the closed list, and are answered',
      ],
    },
    {
      subject: 'statuses of refusals',
      published: [
        [['oas', 'next'], '400, 401, 402, 403, 404, 409, 429 and 500 on every operation, and no other'],
      ],
      differs: [
        '422 for a key in the body that was used for another body, and 503 while the emulator stops, as the pages say',
      ],
    },
    {
      subject: 'unknown members of bodies',
      published: [[['oas'], '`additionalProperties: false` on starts of runs, projects and assets']],
      differs: ['ignored unless `--strict`, because newer clients send newer members'],
    },
    {
      subject: 'errors',
      published: [
        [['oas', 'docs'], 'envelope, codes and statuses'],
        [['next'], '`code` and `valid_values` of each field'],
      ],
      ours: [
        'several problems are joined with `; ` and all listed in `fields`',
        'the values of `code`, such as `required`',
      ],
    },
    { subject: 'order of checks', ours: ['401, 429, 400, idempotency, 403, 404, 400 of cross-checks, 402'] },
    {
      subject: '401',
      published: [
        [['docs'], '`unauthorized` for a missing key, `invalid_api_key` for a bad one'],
        [['oas'], 'always `unauthorized`'],
      ],
      ours: ['as the pages say'],
    },
    {
      subject: 'rate limit',
      published: [[['docs'], '429 with `retry-after`, no figures']],
      ours: ['1200 a minute'],
      differs: ['by key, where FLORA counts by workspace, which has one key'],
    },
    {
      subject: 'ids',
      published: [
        [['skills'], 'prefix and 32 characters of base32'],
        [['sdk', 'oas'], 'projects begin with `prj_`'],
        [['docs'], '`proj_` in the guide to runs'],
      ],
      ours: ["in order of creation, from the world's seed", '`proj_…` is read as `prj_…` unless `--strict`'],
    },
    { subject: 'timestamps', published: [[['docs'], 'unix milliseconds']] },
    {
      subject: 'request ids',
      published: [
        [['docs'], 'header `request-id`'],
        [['next'], 'SDK 0.12 reads `x-request-id`'],
      ],
      ours: [
        'both headers, with one value',
        'with `--seed` they follow from the seed, the world and the number of its requests since the start',
      ],
    },
    {
      subject: 'cursors',
      published: [
        [['sdk'], 'opaque'],
        [['oas'], 'the example is base64url of `{"offset":20}`'],
      ],
      ours: [
        'sealed, so that rows that arrive shift no page',
        'an offset is accepted, anything else is a 400',
      ],
    },
    {
      subject: '`Idempotency-Key`',
      published: [
        [['oas', 'skills'], 'header, 2 hours, 409'],
        [['docs'], '24 hours'],
      ],
      ours: ['a request that failed releases its key', 'a folder in the path is part of the destination'],
      differs: ["2 hours of the world's clock, where the pages say 24"],
    },
  ],
}
