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
        'created ones first, newest first, then those of the fixtures in order of names',
        '`query` finds a part of name, description or slug in any case',
        '`workspace_id` leaves out what other workspaces created, unless it is public',
      ],
    },
    {
      subject: '`getTechnique` GET /techniques/{techniqueId}',
      published: [[['sdk', 'oas'], 'by id or slug, answer, 404']],
    },
    {
      subject: '`createTechnique` POST /techniques',
      published: [
        [['next'], 'body, answer, `Idempotency-Key`'],
        [['next'], 'price from the graph'],
        [['next'], 'generating nodes need a model of their medium and mode'],
      ],
      ours: [
        'category, tags, thumbnail and `open` are stored, and no operation shows them',
        'the canvas of the project stays as it is',
        'slugs come from the name, with the number of the technique if one exists',
        'ids of slots are letters, digits, `-` and `_`',
      ],
    },
    {
      subject: 'graphs of techniques',
      published: [[['next'], 'inputs of nodes, by id or name of a model; `mode` is derived']],
      ours: [
        'the price is the sum of the models',
        'the duration is that of the longest path, with a step for each node that generates, up to 100',
        "`aspect_ratio` and `duration` of an output's node set the format of its files",
        'at most 2,000 nodes, 10,000 edges and 100 slots',
      ],
    },
    {
      subject: 'nodes that generate',
      ours: [
        'those with a model, those of media that are outputs, and those that something feeds',
        'inputs of the technique, and nodes of unknown types without a model, do not',
        'the mode follows from the media that feed a node and the URLs in `model_parameters`',
      ],
    },
    {
      subject: 'refused graphs',
      published: [[['next'], 'models that do not exist, or of a wrong medium']],
      ours: [
        'duplicate ids, missing ends, cycles, models of a wrong mode, slots of a wrong type, no output',
        'the first 100 problems are listed',
      ],
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
