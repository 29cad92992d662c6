import type { Topic } from '../behaviour.ts'

export const actions: Topic = {
  title: 'Actions',
  behaviours: [
    {
      subject: '`createActionRun` POST /runs/action',
      published: [
        [['sdk', 'oas'], 'body, 201, answer'],
        [['skills'], 'free, about 9 s'],
      ],
      ours: ["at least one input, as FLORA's schema says, also where all slots are optional"],
    },
    {
      subject: '`createCanvasAction` POST /projects/{projectId}/actions',
      published: [[['sdk', 'oas'], 'body, 201 and answer']],
      ours: ['an older id (`rotate-image`) is kept and answered', 'unknown params are kept'],
      differs: ['values of known params are checked, where the SDK types a free map'],
    },
    {
      subject: '`runCanvasAction` POST /projects/{projectId}/actions/{nodeId}/run',
      published: [[['sdk', 'oas'], '201 and answer']],
      ours: [
        'works on the texts of the nodes that feed it',
        '400 for a node that is no action, 409 while it runs',
      ],
    },
    {
      subject: '`listActions` GET /actions',
      published: [[['sdk'], 'answer and ids']],
      ours: ["not paged, in the SDK's order"],
    },
    {
      subject: '`getAction` GET /actions/{actionId}',
      published: [[['sdk'], 'answer']],
      ours: ['the 37 ids of older SDKs find the current action', 'anything else is a 404'],
    },
    {
      subject: 'catalogue of actions',
      published: [
        [['sdk'], 'ids, names of params, their types, labels and the values of each enum'],
        [['sdk'], "the smallest numbers of `color-grade-image-browser`, which the SDK's tests use"],
      ],
      ours: [
        'every other range, every default, step, description and label of an enum value',
        'slots follow from the names of the actions',
        'estimated durations are 9 s',
        'numbers outside the ranges are refused; steps are not looked at',
      ],
    },
    {
      subject: 'runs of actions',
      published: [[['skills'], 'a run leaves a row in the history of generations']],
      ours: [
        'unknown actions, inputs and params are judged before workspace and project',
        'listed with `model_id` null',
        'inputs fill slots by type: media by `url` (a placeholder without one), text by `text`',
      ],
      differs: ['inputs are never fetched'],
    },
    {
      subject: 'older ids',
      published: [[['sdk'], 'SDK 0.3 and 0.7 know 37 older ids']],
      ours: [
        'an older id runs the current action, and the answer has the id that was asked for',
        '`flip-image`, `generate-shape-image` and `generate-text-image` run `rotate-image-browser`, `add-shape-to-image-browser` and `add-text-to-image-browser`',
      ],
    },
    {
      subject: 'outputs of actions',
      ours: [
        'splitting, replacing and joining text is really done',
        'parts beyond `max_parts` are dropped, and an empty result is no output',
        'a result of over 2,000,000 characters is a 400',
        'as many as `count`, `segments` or `frame_count` say',
      ],
      differs: [
        'other outputs stand for the input by a picture that follows from its URL',
        'pictures show what was done: turned, cropped, resized, padded, blurred, graded, tinted, overlaid, with text or shapes on it',
        'a QR code is a real one',
        'keying, copying and taking frames show the input as it is',
        'clips have the size and duration that the action implies, and their effects are not shown',
      ],
    },
  ],
}
