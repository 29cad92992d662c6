import type { Topic } from '../behaviour.ts'

export const techniques: Topic = {
  title: 'Techniques',
  behaviours: [
    {
      subject: '`createTopLevelTechniqueRun` POST /runs/technique',
      published: [[['sdk', 'oas'], 'body, 201 and answer']],
      ours: [
        "`estimated_seconds` is the fixture's",
        '`inputs` takes a list where an input may be given several times',
      ],
    },
    {
      subject: '`startTechniqueRun` POST /techniques/{techniqueId}/runs',
      published: [
        [['oas'], 'body'],
        [['oas'], '200 and 201'],
        [['docs'], 'camelCase answer'],
        [['sdk'], 'snake_case answer'],
        [['docs', 'skills'], '`idempotency_key`'],
      ],
      ours: [
        '201 for a new run, 200 for a repeat',
        'both spellings in one answer',
        "the world's first workspace pays",
      ],
      differs: ['inputs are never fetched', 'several values are one run, where the SDK says one for each'],
    },
    {
      subject: '`getTechniqueRun` GET /techniques/{techniqueId}/runs/{runId}',
      published: [[['sdk', 'oas'], 'by id or slug, answer']],
      ours: ['both spellings', '404 for a run of another technique', '`poll_url` keeps the name in the path'],
    },
    {
      subject: '`listTechniqueRuns` GET /technique-runs',
      published: [[['sdk', 'docs'], 'filters, order, `meta`']],
      ours: ['as `listGenerations`'],
    },
    {
      subject: '`listTechniques` GET /techniques',
      published: [
        [['sdk', 'oas'], 'filters, answer'],
        [['docs'], 'items with `slug`'],
      ],
      ours: [
        'in order of names',
        '`query` finds a part of name, description or slug in any case',
        'every workspace has every technique',
      ],
    },
    {
      subject: '`getTechnique` GET /techniques/{techniqueId}',
      published: [[['sdk', 'oas'], 'by id or slug, answer, 404']],
    },
    {
      subject: '`idempotency_key`',
      published: [
        [['docs'], 'in the body of slug-based technique runs'],
        [['docs'], 'the first answer again, 422 for another body, 24 hours, by API key'],
        [['skills'], '409, 2 hours'],
      ],
      ours: [
        'it wins over a key in the header',
        '409 for 2 hours with `--profile measured`, where the header is ignored',
      ],
      differs: [
        'the run as it is now with `idempotent-replayed: true`',
        'by world, over all techniques, and compared as understood (spellings of types and order of keys do not count)',
      ],
    },
    {
      subject: 'projects of technique runs',
      published: [[['skills'], 'each run has its own']],
      ours: ['named after the technique, origin `api`'],
    },
    {
      subject: 'inputs of techniques',
      published: [
        [['docs', 'skills'], 'must fit the definition'],
        [['docs', 'skills'], 'empty texts refused'],
        [['docs'], 'https alone, from allowed hosts'],
      ],
      differs: ['URLs must be http or https, of any host'],
    },
  ],
}
