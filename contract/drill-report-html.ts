/** A signed report of a drill as one HTML page that needs nothing else, on a screen and on paper. Every text in it is escaped. */

import type { DrillCell, DrillExchange, DrillExperiment, DrillLayer, DrillReport, DrillResult, SignedDrillReport } from './model/drill.ts';
import { drillClassWords, drillLayerWords, drillOutcomeWords } from './drill-words.ts';

const layers = Object.keys(drillLayerWords) as readonly DrillLayer[];

export function drillReportHtml(signed: SignedDrillReport): string {
  const { report } = signed;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Isolation drill ${text(report.id)}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>${style}</style></head><body>
<h1>Isolation drill of ${text(report.host.name)}</h1>
${verdict(report)}
${head(signed)}
${changes(report)}
<h2>The paper's request</h2>
<p>One throw-away container asks, through a page that includes whatever a cookie names, for a file of the other's. The file has mode 0777 and can be reached by path.</p>
${report.experiments.map(experiment).join('\n')}
<h2>Probe by layer</h2>
<p>A dot marks the layers that should stop a probe; a filled mark the one that did, with all layers up.</p>
${matrix(report)}
<h2>What this does not show</h2>
<ul>${report.limitations.map((limitation) => `<li>${text(limitation)}</li>`).join('')}</ul>
<h2>Evidence</h2>
${report.results.map(evidence).join('\n')}
<h2>Hashes and signature</h2>
<p>SHA-256 of the JSON text of each part; the signature (${text(signed.signature.algorithm)}) is over the JSON text of this list.</p>
<table class="hashes">${signed.hashes.map(({ part, sha256 }) => `<tr><td>${text(part)}</td><td><code>${text(sha256)}</code></td></tr>`).join('')}</table>
<pre>${text(signed.signature.publicKey)}</pre><pre>${text(signed.signature.value)}</pre>
</body></html>
`;
}

function verdict({ summary }: DrillReport): string {
  const isGood = summary.failed === 0;
  return `<p class="verdict ${isGood ? 'good' : 'bad'}">${isGood ? `All ${summary.probes} probes were blocked, each by a layer that should.` : `${summary.failed} of ${summary.probes} probes were not shown to be blocked.`}</p>`;
}

function head({ report }: SignedDrillReport): string {
  const { host } = report;
  const facts: readonly (readonly [string, string])[] = [
    ['Begun', new Date(report.startedAt * 1000).toISOString()],
    ['Ended', new Date(report.endedAt * 1000).toISOString()],
    ['Kernel', host.kernel],
    ['SELinux', host.policy === null ? host.selinux : `${host.selinux}, policy ${host.policy}`],
    ['SHA-256 of the loaded policy', host.policySha256 ?? 'none loaded'],
    ['LXC', host.lxc ?? 'not installed'],
    ['Bulkhead', host.helper],
    ['Report', report.id],
  ];
  return `<table class="facts">${facts.map(([name, value]) => `<tr><th>${text(name)}</th><td>${text(value)}</td></tr>`).join('')}</table>`;
}

function changes({ changes: list }: DrillReport): string {
  if (list === null) return '<p>There was no run before this one to compare with.</p>';
  if (list.length === 0) return '<p>Nothing has changed since the run before.</p>';
  const words = { 'new-hole': 'a new hole', closed: 'closed since', added: 'tried for the first time', gone: 'no more tried' } as const;
  return `<h2>Since the run before</h2><ul>${list.map(({ probe, kind }) => `<li class="${kind === 'new-hole' ? 'bad' : ''}">${text(probe)}: ${words[kind]}</li>`).join('')}</ul>`;
}

function experiment({ probe, without, with: up, record, rule }: DrillExperiment): string {
  return `<section class="experiment"><h3>${text(probe)}</h3><div class="pair">
<div><h4>With the wall down</h4>${exchange(without)}</div>
<div><h4>With the wall up</h4>${exchange(up)}</div></div>
<p>The kernel's record:</p><pre>${text(record ?? 'none')}</pre><p>The rule:</p><pre>${text(rule ?? 'none')}</pre></section>`;
}

function exchange(seen: DrillExchange | null): string {
  if (seen === null) return '<p>It was not sent.</p>';
  return `<pre>${text(seen.request.trimEnd())}</pre><pre>${text(seen.answer === '' ? 'no answer' : seen.answer)}</pre>`;
}

function matrix({ results }: DrillReport): string {
  const header = `<tr><th>Probe</th><th>SELinux down</th><th>All up</th>${layers.map((layer) => `<th>${text(drillLayerWords[layer])}</th>`).join('')}</tr>`;
  return `<table class="matrix"><thead>${header}</thead><tbody>${results.map(row).join('')}</tbody></table>`;
}

function row(result: DrillResult): string {
  const marks = layers.map((layer) => `<td>${mark(result, layer)}</td>`).join('');
  return `<tr class="${result.pass ? '' : 'bad'}"><th><a href="#${text(result.probe)}">${text(result.probe)}</a><small>${text(result.title)}</small></th>${outcome(result.without)}${outcome(result.with)}${marks}</tr>`;
}

function mark({ expectedLayers, with: cell }: DrillResult, layer: DrillLayer): string {
  if (cell.blockedBy.includes(layer)) return '<b title="stopped it">&#9632;</b>';
  return expectedLayers.includes(layer) ? '<span title="should stop it">&#183;</span>' : '';
}

function outcome(cell: DrillCell): string {
  return `<td class="${cell.outcome}">${text(drillOutcomeWords[cell.outcome])}</td>`;
}

function evidence(result: DrillResult): string {
  const cells: readonly (readonly [string, DrillCell])[] = [
    ['All layers up', result.with],
    ['SELinux down', result.without],
    ...result.taken.flatMap(({ layer, cell, withoutSelinux }) => [
      [`${drillLayerWords[layer]} away`, cell] as const,
      ...(withoutSelinux === null ? [] : [[`${drillLayerWords[layer]} away, SELinux down`, withoutSelinux] as const]),
    ]),
  ];
  return `<section class="probe" id="${text(result.probe)}"><h3>${text(result.probe)} <small>${text(drillClassWords[result.class])}: ${text(result.title)}</small></h3>${cells.map(([name, cell]) => evidenceOf(name, cell)).join('')}</section>`;
}

function evidenceOf(name: string, { outcome: came, evidence: lines, blockedBy }: DrillCell): string {
  const by = blockedBy.length === 0 ? '' : ` by ${blockedBy.map((layer) => drillLayerWords[layer]).join(', ')}`;
  return `<p><strong>${text(name)}: <span class="${came}">${text(drillOutcomeWords[came])}</span>${text(by)}</strong></p><pre>${text(lines.join('\n'))}</pre>`;
}

const style = `:root{color-scheme:light}body{font:14px/1.5 Inter,system-ui,sans-serif;color:#1a1d21;max-width:1100px;margin:32px auto;padding:0 24px}h1{font-size:24px}h2{font-size:18px;margin-top:32px}h3{font-size:15px}h4{margin:8px 0}small{display:block;font-weight:400;color:#555}
pre{background:#f4f5f7;padding:8px;white-space:pre-wrap;overflow-wrap:anywhere;font-size:12px;margin:4px 0}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:4px 8px;border-bottom:1px solid #ddd;vertical-align:top}.facts th{width:16em;font-weight:500;color:#555}.pair{display:grid;grid-template-columns:1fr 1fr;gap:16px}
.verdict{font-size:16px;font-weight:600;padding:8px 12px;border-left:4px solid}.good{border-color:#1e7b3c}.verdict.bad{border-color:#b3261e}.matrix{font-size:12px}.matrix td{text-align:center}.blocked{color:#1e7b3c}.breached{color:#b3261e;font-weight:600}.not-run{color:#8a5a00}tr.bad>th a{color:#b3261e}.hashes{font-size:11px}section{break-inside:avoid}
@page{margin:14mm}@media print{body{margin:0;max-width:none}}`;

function text(value: string): string {
  return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}
