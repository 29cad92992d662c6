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
        [['skills'], 'stays 0 until the end'],
      ],
      ours: ['0 until the end with `--profile measured`', 'techniques in equal steps'],
      differs: ['in proportion to time'],
    },
    {
      subject: 'money',
      published: [
        [['docs'], 'quote at the start, failed runs are free'],
        [['skills'], 'settled at 0.55 to 3.45 times the quote'],
      ],
      ours: ['those factors with `--profile measured`, techniques apart', 'a credit is 0.001 dollars'],
      differs: ['settled at the quote'],
    },
    { subject: 'queue', ours: ['5 to 15 % of the duration is spent pending'] },
    {
      subject: 'durations',
      published: [[['sdk'], '`estimated_seconds`']],
      ours: ['exactly the estimate times `--duration-scale`'],
    },
    {
      subject: 'outputs',
      published: [[['skills'], 'on media.flora.ai, any format whatever the extension']],
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
