import type { Topic } from '../behaviour.ts'

export const webhooks: Topic = {
  title: 'Webhooks',
  behaviours: [
    {
      subject: 'webhooks',
      published: [
        [
          ['docs', 'sdk'],
          'events, headers, body, signature, 10 s, attempts after 10 s, 1 min and 5 min, ids',
        ],
      ],
      ours: [
        'only runs that name a `callback_url`, on `POST /generate`, `/runs/generation` and `/techniques/{id}/runs`; `created_at` is the end of the run',
        'each attempt is signed anew, with the same body',
        "retries are counted from the attempt before by the world's clock, `t=` goes by wall time",
      ],
    },
    {
      subject: 'targets of webhooks',
      published: [[['docs'], 'https, no private hosts']],
      differs: [
        'http and loopback too unless `--strict`',
        'others only with `--allow-egress`, and private addresses never',
      ],
    },
    {
      subject: 'secrets of webhooks',
      published: [
        [['docs'], 'one for each workspace, shown with its key'],
        [['sdk'], 'several signatures at once'],
      ],
      ours: [
        'all workspaces begin with that of world.json',
        '`rotate` of the control API keeps the old one in use for a day unless told',
      ],
    },
  ],
}
