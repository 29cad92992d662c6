import type { Topic } from '../behaviour.ts'

export const generations: Topic = {
  title: 'Generations',
  behaviours: [
    {
      subject: '`startGeneration` POST /generate',
      published: [
        [['sdk', 'oas'], 'body, 201 and answer'],
        [['skills'], 'adds a node to the canvas'],
      ],
      ours: [
        '`technique` and `action` are absent where they do not apply',
        'the default model is the first of its type in the catalogue',
      ],
    },
    {
      subject: '`quote` of POST /generate',
      published: [[['third-party'], '`{estimated_cost}`, and nothing is started']],
      ours: ['status 200', 'checked like a start, except for the balance and the idempotency key'],
    },
    {
      subject: '`node_id` in the answer of POST /generate',
      published: [[['third-party'], 'always there']],
      ours: ['the node appears while the canvas has fewer than 1,000'],
    },
    {
      subject: '`reference_node_ids` of POST /generate',
      published: [[['third-party'], 'links canvas nodes for images, 400 for videos']],
      ours: ['at most 50, by short or long id', 'texts and audio are linked too', '400 for unknown nodes'],
    },
    {
      subject: 'inputs on hosts that FLORA does not fetch',
      published: [[['third-party'], 'accepted, charged, and the run fails']],
      ours: [
        'with `--profile measured`: `GENERATION_GENERIC_ERROR`, at the quote',
        'looks at params such as `image_url`; files of the emulator pass',
      ],
      differs: ['never fetched, and accepted'],
    },
    {
      subject: '`getRun` GET /runs/{runId}',
      published: [[['sdk', 'oas'], 'answer and states']],
      ours: ['every kind of run resolves here'],
    },
    {
      subject: '`listGenerations` GET /generations',
      published: [[['sdk', 'docs'], 'filters, order, `meta`']],
      ours: ['`total_estimate` is exact without a status filter and null with one'],
    },
    {
      subject: '`listModels` GET /models',
      published: [[['sdk', 'oas'], 'answer, `type`']],
      ours: ['`limit` and `cursor` are accepted and ignored'],
    },
    {
      subject: '`listGatewayModels` GET /gateway/models',
      published: [
        [['next'], 'answer, `type`'],
        [['next'], 'the model `google/nano-banana-2`'],
      ],
      ours: ['all other models', 'all prices, parameters and estimates'],
    },
    {
      subject: '`startGatewayGeneration` POST /gateway/generate',
      published: [
        [['next'], 'body, answer, webhooks, `Idempotency-Key`'],
        [['next'], 'a new project without `project_id`'],
        [['skills'], 'a run without a required input is accepted and fails (of `POST /generate`)'],
      ],
      ours: [
        'listed among the generations, with a node on the canvas',
        'params are not checked',
        'the first 60 characters of the prompt name the project',
      ],
    },
    {
      subject: '`createGenerationRun` POST /runs/generation',
      published: [[['oas'], 'the same, deprecated']],
      ours: ['as above'],
    },
    {
      subject: 'unavailable model',
      published: [
        [['docs'], "400 and the wording's start"],
        [['skills'], 'ids listed'],
      ],
      ours: ['the rest of the wording'],
    },
    {
      subject: '`progress`',
      published: [
        [['sdk', 'oas'], 'a number'],
        [['skills'], 'stays 0 until the end; techniques report 40, 70, 94 and 100'],
      ],
      ours: [
        '0 until the end with `--profile measured`',
        'techniques in equal steps; with `--profile measured` 40, 70 and 94, when that share of the time has passed',
      ],
      differs: ['in proportion to time'],
    },
    {
      subject: 'money',
      published: [
        [['docs'], 'quote at the start, failed runs are free'],
        [['skills'], 'settled at 0.55 to 3.45 times the quote'],
        [['skills'], '`charged_cost` is absent at the end, and present about a minute later'],
      ],
      ours: [
        'with `--profile measured` at the figure that is known of the model, else by those factors, techniques apart',
        'the cost then appears 10 to 60 s after the end',
        'a credit is 0.001 dollars',
      ],
      differs: ['settled at the quote'],
    },
    { subject: 'queue', ours: ['5 to 15 % of the duration is spent pending'] },
    {
      subject: 'durations',
      published: [
        [['sdk'], '`estimated_seconds`'],
        [
          ['skills'],
          'FLUX.2 Klein 15.8 s, GPT Image 2 105 to 118 s, Nano Banana Pro 63 s, free judges 4 to 6 s',
        ],
      ],
      ours: ['those figures with `--profile measured`'],
      differs: ['exactly the estimate times `--duration-scale`'],
    },
    {
      subject: 'outputs',
      published: [
        [['skills'], 'on media.flora.ai, any format whatever the extension'],
        [['skills'], 'in `node-outputs/<Y>/<M>/<D>/`, those of actions in `code-sandbox/`'],
      ],
      ours: ['in those folders with `--profile measured`'],
      differs: ['under `/media` of the emulator, always as the extension says'],
    },
    {
      subject: '`poll_url` in a browser',
      ours: [
        'status 401 as for every client without a key, with a page that explains it',
        'other clients get the JSON refusal',
      ],
    },
  ],
}
