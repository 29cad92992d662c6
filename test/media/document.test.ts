import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { inspect } from '../../src/media/inspect.ts'
import { makeFile } from '../../src/media/make.ts'
import type { RunStart } from '../../src/schemas/runs/run.ts'
import { startApi } from '../support/api.ts'
import { changeFixture } from '../support/fixtures.ts'
import { jobFor } from '../support/media.ts'

/** Writes fixtures with a technique whose output is a document, as no shipped one has. */
function reportFixtures(): string {
  const technique = {
    technique_id: 'tech_report',
    slug: 'report',
    name: 'Report',
    run_cost: 0.01,
    inputs: [{ id: 'topic', name: 'Topic', type: 'text' }],
    outputs: [{ id: 'report', name: 'Report', type: 'documentUrl' }],
    estimated_seconds: 8,
    steps: 2,
  }
  return changeFixture('techniques.json', (techniques) => techniques.push(technique))
}

test('a document is a PDF, also after a snapshot was restored', async () => {
  const api = await startApi({ fixtures: reportFixtures() })
  const { run_id: id } = await api.post<RunStart>('/runs/technique', {
    technique_id: 'tech_report',
    workspace_id: 'ws_abc123',
    inputs: { topic: 'Lighthouses' },
  })
  await api.world.clock.advance({ until: id })
  await api.world.restore(await api.world.snapshot())
  const [output] = (await api.run(id)).outputs ?? []
  expect(output).toMatchObject({ output_id: 'report', type: 'documentUrl' })
  expect(output?.url).toMatch(/\/report\.pdf$/)
  const response = await api.emulator.fetch(output?.url ?? '')
  expect(response.headers.get('content-type')).toBe('application/pdf')
  // Without a sandbox directive, as Chromium shows no PDF in a sandbox.
  expect(response.headers.get('content-security-policy')).toBe("script-src 'none'")
  expect(inspect(Buffer.from(await response.arrayBuffer()), 'application/pdf').problem).toBeNull()
})

test.each(['A lighthouse', 'маяк 猫 🐱 (a\\b) <c>', '\uD800', ''])(
  'the cross-reference table of a PDF with the title %j is right',
  async (title) => {
    const pdf = Buffer.from(await makeFile(jobFor({ kind: 'document', format: 'pdf' }, { title })))
    const text = pdf.toString('latin1')
    const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1])
    expect(text.slice(start, start + 5)).toBe('xref\n')
    const offsets = [...text.slice(start).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, offset]) =>
      Number(offset),
    )
    expect(offsets).toHaveLength(9)
    for (const [index, offset] of offsets.entries()) {
      expect(text.slice(offset).startsWith(`${index + 1} 0 obj\n`)).toBe(true)
    }
    const words = Buffer.from(title.toWellFormed(), 'utf16le').swap16().toString('hex')
    expect(text).toContain(`<${words}> Tj`.replace('<> Tj', '> Tj'))
  },
)

test('the font is shipped with its licence', () => {
  expect(readFileSync('fonts/OFL.txt', 'utf8')).toContain('SIL OPEN FONT LICENSE Version 1.1')
})
