import type { Topic } from '../behaviour.ts'

export const files: Topic = {
  title: 'Files',
  behaviours: [
    {
      subject: 'image',
      published: [[['skills'], 'the result of a model']],
      differs: [
        "a composition and palette chosen by the world's seed, model, prompt and `params.seed` (or the run), with the prompt, model, run and size on it",
        'PNG, or what `output_format`, `format` or `image_format` says: `jpeg`, `webp`',
      ],
    },
    {
      subject: 'video',
      published: [[['skills'], 'the result of a model']],
      differs: [
        'MP4 (H.264, 24 frames a second, a key frame each second, no sound) of exactly the duration, from 1 to 30 s, with a frame counter',
        'at most as many pixels as full HD, in the proportions asked for',
      ],
    },
    {
      subject: 'audio',
      published: [[['skills'], 'the result of a model']],
      differs: [
        'WAV, or MP3 if `output_format`, `format` or `audio_format` says so, mono, 44.1 kHz, from 1 to 30 s',
        'M4A becomes WAV',
      ],
    },
    {
      subject: 'document',
      published: [[['skills'], 'the result of a model']],
      differs: ['PDF of one page, whose words can be searched'],
    },
    {
      subject: 'text',
      published: [[['skills'], 'the result of a model']],
      differs: ['sentences that quote the prompt', 'JSON if `response_format` or the prompt asks for it'],
    },
    {
      subject: 'letters',
      ours: ['what the shipped font lacks is drawn as dots; it has Latin, Greek, Cyrillic and Vietnamese'],
    },
    {
      subject: 'headers of files',
      published: [[['skills'], 'public, unsigned, byte ranges work']],
      ours: [
        "`content-security-policy: script-src 'none'; sandbox`, `nosniff`, and `cache-control: no-cache`, as a reset world may have another file there",
        'several ranges at once are answered with the whole file',
      ],
    },
    {
      subject: 'faults of files',
      ours: [
        "the `output` faults are the emulator's own: `huge` is 200 MB (the file, then zeros), `slow` is twenty pieces half a second apart",
      ],
    },
  ],
}
