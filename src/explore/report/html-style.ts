/** Style of the HTML report: light, dark and on paper, without a file or a font of its own. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#fbfaf7, #16171a);
  --card: light-dark(#ffffff, #1e2024);
  --ink: light-dark(#1d1e21, #e9e7e2);
  --quiet: light-dark(#63656b, #a2a4ab);
  --line: light-dark(#e4e1da, #33363c);
  --overpaid: light-dark(#a3241b, #ff8d80);
  --wrong: light-dark(#8a3a86, #e39bdf);
  --hung: light-dark(#8f5200, #ffb65c);
  --reported: light-dark(#2b5797, #8fbaf5);
  --survived: light-dark(#24693c, #7fd39b);
  --not-exercised: light-dark(#63656b, #a2a4ab);
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', sans-serif;
}
main { max-width: 1360px; margin: 0 auto; padding: 40px 24px 80px; }
h1 { font-size: 28px; letter-spacing: -0.02em; margin: 0 0 4px; }
h2 { font-size: 18px; margin: 40px 0 12px; }
p { margin: 0 0 8px; }
.quiet { color: var(--quiet); }
code, pre { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.notice { border-left: 3px solid var(--hung); padding: 6px 12px; background: var(--card); margin: 16px 0; }
.counts { display: flex; flex-wrap: wrap; gap: 12px; margin: 24px 0; padding: 0; list-style: none; }
.counts li {
  background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 10px 16px; min-width: 118px;
}
.counts b { display: block; font-size: 24px; font-variant-numeric: tabular-nums; line-height: 1.2; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 10px; background: var(--card); }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
th { font-weight: 600; text-align: left; padding: 8px 10px; white-space: nowrap; }
thead th { border-bottom: 1px solid var(--line); color: var(--quiet); }
tbody th { position: sticky; left: 0; background: var(--card); font: 13px ui-monospace, Menlo, Consolas, monospace; }
tbody tr + tr > * { border-top: 1px solid var(--line); }
td { padding: 4px; min-width: 72px; }
td > * {
  display: block; text-align: center; text-decoration: none; border-radius: 6px; padding: 4px 6px; color: var(--verdict);
  background: color-mix(in srgb, var(--verdict) 12%, transparent);
}
td > a { font-weight: 600; outline-offset: 2px; }
.overpaid { --verdict: var(--overpaid); } .wrong { --verdict: var(--wrong); } .hung { --verdict: var(--hung); }
.reported { --verdict: var(--reported); } .survived { --verdict: var(--survived); }
.not-exercised { --verdict: var(--not-exercised); }
.counts b, .badge { color: var(--verdict); }
.badge { font-weight: 650; text-transform: uppercase; font-size: 12px; letter-spacing: 0.06em; }
article {
  background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--verdict); border-radius: 10px;
  padding: 16px 20px; margin: 0 0 16px; break-inside: avoid;
}
article:target { outline: 2px solid var(--verdict); outline-offset: 2px; }
article h3 { font-size: 15px; margin: 2px 0 8px; }
ol { margin: 8px 0; padding-left: 24px; }
pre { margin: 8px 0 0; padding: 10px 12px; background: var(--paper); border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 12px 0 0; font-size: 13px; }
dt { font-family: ui-monospace, Menlo, Consolas, monospace; } dd { margin: 0; color: var(--quiet); }
@media print {
  :root { color-scheme: light; }
  main { max-width: none; padding: 0; }
  .scroll { overflow: visible; border: 0; }
  table { font-size: 9px; } th, td { padding: 2px 3px; min-width: 0; }
}
`
