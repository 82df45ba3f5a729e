// SPDX-License-Identifier: Apache-2.0
/**
 * A signed report of a drill as one HTML page that needs nothing else, light and dark on a screen, and on paper. Every
 * text in it is escaped.
 */

import {
  type DrillMark,
  drillCircumstances,
  drillLayers,
  drillMark,
  drillMarkLabels,
  drillVerdict,
  drillFaultOf,
  drillVerdictOf,
  hasStopped,
} from '../contract/wording/isolation/drill-marks.ts';
import { escapeHtml as text } from './escape-html.ts';
import { describeVerdict } from '../contract/wording/isolation/describe-verdict.ts';
import { drillReportStyle } from './drill-report-style.ts';
import {
  drillClassLabels,
  drillLayerLabels,
  drillCellLabel,
  notApplicable,
  drillPlaceLabels,
  drillSurfaceLabels,
} from '../contract/wording/isolation/drill-labels.ts';
import {
  type DrillCell,
  type DrillChange,
  type DrillClass,
  drillClassSchema,
  type DrillExchange,
  type DrillExperiment,
  type DrillReport,
  type DrillResult,
  type DrillSurface,
  type DrillSurfaceCell,
  type SignedDrillReport,
} from '../contract/model/drill.ts';

export function drillReportHtml(signed: SignedDrillReport): string {
  const { report } = signed;
  return (
    `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" ` +
    `content="width=device-width"><title>Isolation drill of ${text(report.host.name)}, ` +
    `${text(day(report))}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ` +
    `'unsafe-inline'">
<style>${drillReportStyle}</style></head><body>
<header><h1>Isolation drill of ${text(report.host.name)}</h1>
<p class="lead">${text(day(report))}. ${text(whatItDid(report))}</p></header>
<p class="verdict ${report.summary.failed === 0 ? 'good' : 'bad'}">${text(drillVerdict(report.results))}.</p>
<div class="columns"><section><h2>What stopped the attempts</h2>${stoppers(report)}</section><section><h2>Since ` +
    `the run before</h2>${changes(report)}</section></div>
<h2>Host</h2>
${facts(report)}
${experiments(report)}
<h2 class="new-page">Probe by layer</h2>
${legend()}
${matrix(report)}
${surface(report)}
<h2>What this does not show</h2>
<ul>${report.limitations.map((limitation) => `<li>${text(limitation)}</li>`).join('')}</ul>
<h2 class="new-page">Evidence</h2>
` +
    `${byClass(report)
      .map(
        ([name, results]) =>
          `<h3 class="class">${text(drillClassLabels[name])}</h3>${results.map(evidence).join('\n')}`,
      )
      .join('\n')}
` +
    `${allSurfaceEvidence(report)}
<h2 class="new-page">Hashes and signature</h2>
<p>SHA-256 of the JSON text of each part. The signature (${text(signed.signature.algorithm)}) ` +
    `is over the JSON text of this list, by a key of this host's helper.</p>
${hashes(signed)}
<h3>Public key</h3><pre>${text(signed.signature.publicKey.trim())}</pre>` +
    `<h3>Signature</h3><pre>${text(signed.signature.value)}</pre>
</body></html>
`
  );
}

function hashes(signed: SignedDrillReport): string {
  const rows = signed.hashes.map(
    ({ part, sha256 }) => `<tr><td>${text(part)}</td><td><code>${text(sha256)}</code></td></tr>`,
  );
  return `<table class="hashes">${rows.join('')}</table>`;
}

function day({ startedAt }: DrillReport): string {
  return `${new Date(startedAt * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function whatItDid({ members }: DrillReport): string {
  return members === undefined
    ? 'One throw-away container attacked another, and this host, with every layer on and with single layers removed.'
    : `One throw-away container on the member ${members.first} attacked another with every layer on: first beside it, ` +
        `and then on the member ${members.second}.`;
}

function stoppers({ results }: DrillReport): string {
  const counts = drillLayers
    .map((layer) => ({
      layer,
      by: results.filter((result) => hasStopped(result, layer)).length,
      alone: results.filter((result) => drillMark(result, layer) === 'alone').length,
    }))
    .filter(({ by }) => by > 0);
  if (counts.length === 0) return '<p>No layer was seen to stop one.</p>';
  const rows = counts.map(({ layer, by, alone }) => {
    const remark = alone === 0 ? '' : `${alone} came through without it`;
    return `<tr><th>${text(drillLayerLabels[layer])}</th><td>${by}</td><td>${remark}</td></tr>`;
  });
  return `<table class="counts">${rows.join('')}</table>`;
}

function changes({ changes: list }: DrillReport): string {
  if (list === null) return '<p>There was no run before this one to compare with.</p>';
  if (list.length === 0) return '<p>Nothing has changed: each probe came to the same result.</p>';
  const words: Readonly<Record<DrillChange['kind'], string>> = {
    'new-hole': 'No longer blocked',
    closed: 'Closed',
    added: 'Tried for the first time',
    gone: 'Not tried any more',
  };
  const kinds = (Object.keys(words) as DrillChange['kind'][])
    .map((kind) => ({ kind, probes: list.filter((change) => change.kind === kind).map(({ probe }) => probe) }))
    .filter(({ probes }) => probes.length > 0);
  return kinds
    .map(
      ({ kind, probes }) =>
        `<p class="${kind === 'new-hole' ? 'breached' : ''}">` +
        `<strong>${words[kind]}:</strong> ${probes.map(text).join(', ')}</p>`,
    )
    .join('');
}

function facts({ host, startedAt, endedAt, id, members, container, isolation }: DrillReport): string {
  const rows: readonly (readonly [string, string])[] = [
    ['Begun and ended', `${new Date(startedAt * 1000).toISOString()}, ${new Date(endedAt * 1000).toISOString()}`],
    ...(members === undefined ? [] : [['Members of the cluster', `${members.first}, ${members.second}`] as const]),
    ...(container === undefined ? [] : [['Container', container] as const]),
    ...(isolation === undefined ? [] : [['Verdict of the container', describeVerdict(isolation, endedAt)] as const]),
    ['Kernel', host.kernel],
    ['SELinux', host.policy === null ? host.selinux : `${host.selinux}, policy ${host.policy}`],
    ['SHA-256 of the loaded policy', host.policySha256 ?? 'none loaded'],
    ['LXC and Bulkhead', `${host.lxc ?? 'LXC is not installed'}, ${host.helper}`],
    ['Report', id],
  ];
  const cells = rows.map(([name, value]) => `<tr><th>${text(name)}</th><td>${text(value)}</td></tr>`);
  return `<table class="facts">${cells.join('')}</table>`;
}

const experimentTitles: ReadonlyMap<string, string> = new Map([
  ['web-include', 'By the cookie'],
  ['web-file', 'Plainly'],
]);

/** Nothing where the drill makes none. */
function experiments({ experiments: made }: DrillReport): string {
  if (made.length === 0) return '';
  return (
    `<h2>The paper's request</h2>
<p>One container asks for a file of the other's that has mode 0777 and can be reached ` +
    `by path: once through a page that includes whatever a cookie names, once plainly.</p>
${made.map(experiment).join('\n')}`
  );
}

function experiment({ probe, without, with: up, record, rule }: DrillExperiment): string {
  const request = (without ?? up)?.request;
  return [
    `<section class="experiment"><h3>${text(experimentTitles.get(probe) ?? probe)}</h3>`,
    `<h4>Request, the same both times</h4><pre>${text(request?.trimEnd() ?? 'It was not sent.')}</pre>`,
    `<div class="pair"><div><h4>Answer, SELinux off</h4>${exchange(without)}</div>` +
      `<div><h4>Answer, SELinux on</h4>${exchange(up)}</div></div>`,
    `<h4>The kernel's record, SELinux on</h4><pre>${text(record ?? 'none')}</pre>` +
      `<h4>The rule</h4><pre>${text(rule ?? 'none')}</pre></section>`,
  ].join('\n');
}

function exchange(seen: DrillExchange | null): string {
  if (seen === null) return '<p>The request was not sent.</p>';
  const marked = text(seen.answer.trim() === '' ? 'The answer is empty.' : seen.answer.trim()).replace(
    /drill-secret-[0-9a-f]+/g,
    '<mark>$&</mark>',
  );
  return `<pre>${marked}</pre>`;
}

function legend(): string {
  const marks: readonly DrillMark[] = ['alone', 'stopped', 'behind', 'expected'];
  return `<p class="legend">${marks
    .map(
      (mark) =>
        `<span><i class="${mark}">${drillMarkLabels[mark].sign}</i> ${text(drillMarkLabels[mark].label)}</span>`,
    )
    .join('')}</p>`;
}

function byClass({ results }: DrillReport): readonly (readonly [DrillClass, readonly DrillResult[]])[] {
  return drillClassSchema()
    .options.map((name) => [name, results.filter((result) => result.class === name)] as const)
    .filter(([, found]) => found.length > 0);
}

function matrix(report: DrillReport): string {
  const layers = drillLayers.map((layer) => `<th>${text(drillLayerLabels[layer])}</th>`);
  const places = placesOf(report).map((place) => `<th>${text(place)}</th>`);
  const header = `<tr><th>Probe</th>${places.join('')}${layers.join('')}</tr>`;
  const groups = byClass(report).map(
    ([name, results]) =>
      `<tbody><tr class="class"><th colspan="${drillLayers.length + 3}">${text(drillClassLabels[name])}</th></tr>` +
      `${results.map((result) => row(result, report)).join('')}</tbody>`,
  );
  return `<table class="matrix"><thead>${header}</thead>${groups.join('')}</table>`;
}

/** The heads of the two columns of outcomes: where the victim was, or whether SELinux was up. */
function placesOf({ members }: DrillReport): readonly [string, string] {
  return members === undefined ? ['SELinux off', 'All on'] : [drillPlaceLabels.with, drillPlaceLabels.elsewhere];
}

interface SurfaceWords {
  readonly title: string;
  readonly lead: string;
  readonly head: string;
}

function surfaceWordsOf({ members }: DrillReport): SurfaceWords {
  if (members === undefined)
    return {
      title: 'Surface of the kernel',
      lead:
        'What a program in a container can reach of the kernel at all. A system container needs some of it, so this is ' +
        'neither passed nor failed.',
      head: 'Part of the kernel',
    };
  return {
    title: 'Surface',
    lead: 'What a program in a container can reach. Many containers need it, so this is neither passed nor failed.',
    head: 'What is reached',
  };
}

/** What can be reached: neither passed nor failed. */
function surface(report: DrillReport): string {
  const { surface: parts = [], members } = report;
  if (parts.length === 0) return '';
  const rows = parts.map(({ probe, title, note, with: up, without, elsewhere }) => {
    const [first, second] =
      members === undefined
        ? [without === null ? notTried : drillSurfaceLabels[without.outcome], surfaceState(up)]
        : [surfaceState(up), elsewhere === undefined ? notTried : surfaceState(elsewhere)];
    return (
      `<tr><th><a href="#${text(probe)}">${text(title)}</a><small>${text(note)}</small></th>` +
      `<td>${text(first)}</td><td>${text(second)}</td></tr>`
    );
  });
  const heads = placesOf(report).map((place) => `<th>${text(place)}</th>`);
  const { title, lead, head } = surfaceWordsOf(report);
  return `<h2>${title}</h2>
<p>${lead}</p>
<table class="surface"><thead><tr><th>${head}</th>${heads.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function surfaceState({ outcome: state, closedBy }: DrillSurfaceCell): string {
  return [
    drillSurfaceLabels[state],
    ...(closedBy.length === 0 ? [] : [`by ${closedBy.map((layer) => drillLayerLabels[layer]).join(', ')}`]),
  ].join(' ');
}

function allSurfaceEvidence(report: DrillReport): string {
  const { surface: parts = [] } = report;
  if (parts.length === 0) return '';
  return `<h3 class="class">${surfaceWordsOf(report).title}</h3>${parts.map(surfaceEvidence).join('\n')}`;
}

function surfaceEvidence({ probe, title, with: up, without, elsewhere }: DrillSurface): string {
  const cells =
    elsewhere === undefined
      ? ([
          ['All layers on', up],
          ['SELinux off', without],
        ] as const)
      : ([
          [drillPlaceLabels.with, up],
          [drillPlaceLabels.elsewhere, elsewhere],
        ] as const);
  const seen = cells.flatMap(([name, cell]) =>
    cell === null
      ? []
      : [`<p class="seen">${name}: <b>${text(surfaceState(cell))}</b></p><pre>${lines(cell.evidence)}</pre>`],
  );
  return (
    `<section class="probe" id="${text(probe)}"><h4>${text(title)} <small>${text(probe)}</small></h4>` +
    `${seen.join('')}</section>`
  );
}

function lines(evidence: readonly string[]): string {
  return text(evidence.length === 0 ? 'Nothing was seen.' : evidence.join('\n'));
}

const notTried = 'not tried';

function verdictLabel(result: DrillResult): string {
  const fault = drillFaultOf(result);
  if (fault !== undefined) return `, ${fault}`;
  return drillVerdictOf(result) === 'absent' ? `, ${notApplicable}` : '';
}

function row(result: DrillResult, { members }: DrillReport): string {
  const marks = drillLayers.map((layer) => {
    const mark = drillMark(result, layer);
    const { sign, label } = drillMarkLabels[mark];
    const title = sign === '' ? '' : ` title="${text(drillLayerLabels[layer])} ${text(label)}"`;
    return `<td class="${mark}"${title}>${sign}</td>`;
  });
  return (
    `<tr class="${drillVerdictOf(result) === 'fail' ? 'failed' : ''}">` +
    `<th><a href="#${text(result.probe)}">${text(result.title)}</a></th>` +
    `${members === undefined ? outcomes(result) : outcomesAcross(result)}${marks.join('')}</tr>`
  );
}

function outcomes({ without, with: up }: DrillResult): string {
  return outcome(without) + outcome(up);
}

function outcomesAcross({ with: up, elsewhere }: DrillResult): string {
  return outcome(up) + (elsewhere === undefined ? `<td>${notTried}</td>` : outcome(elsewhere));
}

function outcome(cell: DrillCell): string {
  return `<td class="${cell.outcome}">${text(drillCellLabel(cell))}</td>`;
}

function evidence(result: DrillResult): string {
  const seen = drillCircumstances(result).map(({ name, cell }) => evidenceOf(name, cell));
  return (
    `<section class="probe" id="${text(result.probe)}"><h4>${text(result.title)} ` +
    `<small>${text(result.probe)}${verdictLabel(result)}</small></h4>` +
    `${holes(result)}${seen.join('')}</section>`
  );
}

function holes({ holes: known = [] }: DrillResult): string {
  return known.length === 0 ? '' : `<p class="holes">Known holes that begin here: ${known.map(text).join(', ')}</p>`;
}

function evidenceOf(name: string, cell: DrillCell): string {
  const { outcome: came, evidence: seen, blockedBy } = cell;
  const by = blockedBy.length === 0 ? '' : ` by ${blockedBy.map((layer) => drillLayerLabels[layer]).join(', ')}`;
  return (
    `<p class="seen">${text(name)}: <b class="${came}">${text(drillCellLabel(cell))}</b>${text(by)}</p>` +
    `<pre>${lines(seen)}</pre>`
  );
}
