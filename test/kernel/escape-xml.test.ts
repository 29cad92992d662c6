import { expect, test } from 'vitest'
import { escapeXml } from '../../src/kernel/escape-xml.ts'

test.each([
  ['markup', `<a href="x">&'</a>`, '&lt;a href=&quot;x&quot;&gt;&amp;&#39;&lt;/a&gt;'],
  ['emoji, which are pairs of surrogates', 'a 😀 b', 'a 😀 b'],
  ['characters that XML forbids', 'a\u0000\u001B\uD800b\uFFFF', 'ab'],
  ['line breaks', 'a\n\tb', 'a\n\tb'],
])('%s', (_name, text, escaped) => {
  expect(escapeXml(text)).toBe(escaped)
})
