// SPDX-License-Identifier: Apache-2.0
/** How the page of a drill looks: light, dark where the reader's screen is, and black on white on paper. */

export const drillReportStyle = `
:root{color-scheme:light dark;--ground:#fff;--panel:#f4f6f8;--ink:#15202b;--muted:#56636f;--line:#dde2e8;
  --good:#1c7a4a;--red:#b3261e;--amber:#935d00;--accent:#0b62a8;--mark:#fcebe9}
@media screen and (prefers-color-scheme:dark){
:root{--ground:#11161d;--panel:#1a222c;--ink:#e3e9f0;--muted:#9aa8b7;--line:#2c3643;--good:#4fc08a;--red:#ff8378;
  --amber:#e6ac46;--accent:#6cb2f2;--mark:#3a1b1a}}
*{box-sizing:border-box}
body{max-width:1080px;margin:36px auto 64px;padding:0 28px;background:var(--ground);color:var(--ink);
  font:14px/1.5 'Inter Variable',Inter,system-ui,sans-serif;font-variant-numeric:tabular-nums}
h1{margin:0;font-size:25px;letter-spacing:-.01em}
h2{margin:34px 0 8px;font-size:18px}
h3{margin:18px 0 6px;font-size:15px}
h4{margin:10px 0 3px;font-size:13px}
p{margin:6px 0}
.lead,small{color:var(--muted)}
small{font-weight:400}
a{color:inherit;text-decoration:none}
a:hover{text-decoration:underline}
pre{margin:3px 0;padding:7px 10px;border-radius:5px;background:var(--panel);
  font:12px/1.45 'JetBrains Mono',ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
mark{padding:0 2px;border-radius:2px;background:var(--mark);color:var(--red);font-weight:600}
table{width:100%;border-collapse:collapse}
th,td{padding:4px 8px;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
.verdict{margin:16px 0;padding:9px 14px;border-left:5px solid;background:var(--panel);font-size:17px;font-weight:600}
.verdict.good{border-color:var(--good)}
.verdict.bad{border-color:var(--red);color:var(--red)}
.columns,.pair{display:grid;grid-template-columns:1fr 1fr;gap:8px 28px;align-items:start}
.pair{gap:8px 14px}
.columns h2{margin-top:14px;font-size:15px}
.counts th,.facts th{font-weight:400;color:var(--muted)}
.counts td:nth-child(2){width:3em;text-align:right;font-weight:600}
.facts th{width:17em}
.facts td{overflow-wrap:anywhere}
.experiment{margin:10px 0 20px;padding-left:14px;border-left:2px solid var(--line)}
.legend{display:flex;flex-wrap:wrap;gap:2px 20px;color:var(--muted);font-size:12px}
.legend i{font-style:normal}
.matrix{font-size:12.5px}
.matrix th{font-weight:400}
.matrix thead th{padding:6px 3px;background:var(--ground);color:var(--muted);font-size:11px;line-height:1.2;
  text-align:center;vertical-align:bottom}
.matrix thead th:first-child{padding-left:8px;text-align:left}
.matrix thead th:not(:first-child){width:66px}
.matrix td{padding:4px 3px;text-align:center}
.matrix tr.class th{padding-top:14px;font-weight:600}
.matrix tr.failed th{color:var(--red);font-weight:600}
.blocked,.alone,.stopped{color:var(--good)}
.breached{color:var(--red);font-weight:600}
.not-run{color:var(--amber);font-weight:600}
.behind{color:var(--accent)}
.expected{color:var(--muted)}
.surface{font-size:12.5px}
.surface th{font-weight:400}
.surface thead th{color:var(--muted);font-size:11px}
.surface small{display:block}
.surface td{width:15em}
.holes{margin:2px 0 0;font-size:12.5px}
.probe{margin:0 0 16px}
.seen{margin:5px 0 0;color:var(--muted);font-size:12.5px}
h3.class{margin-top:24px;padding-bottom:3px;border-bottom:1px solid var(--line)}
.hashes{font-size:11.5px}
.hashes td{padding:2px 8px}
code{font:11px 'JetBrains Mono',ui-monospace,monospace;overflow-wrap:anywhere}
@media screen{
.matrix thead{position:sticky;top:0}}
@page{size:A4;margin:15mm 14mm 17mm}
@media print{
body{max-width:none;margin:0;padding:0;font-size:10.5pt}
pre{font-size:8.2pt;border:1px solid var(--line);background:none}
h2{font-size:14pt}
.verdict{background:none}
.matrix{font-size:8.4pt}
.matrix thead th{font-size:7.4pt}
.matrix thead th:not(:first-child){width:10.4mm;font-size:6.2pt}
.matrix th,.matrix td{padding-top:2px;padding-bottom:2px}
.experiment pre{padding:4px 7px;font-size:7.2pt}
.experiment h4{margin:6px 0 2px}
.new-page{break-before:page;margin-top:0}
h2,h3,h4,.seen{break-after:avoid}
tr,.pair,.verdict{break-inside:avoid}
.hashes{font-size:8pt}
code{font-size:7.4pt}}
`;
