// SPDX-License-Identifier: Apache-2.0
/** The evidence of a period as one HTML page that needs nothing else. Every text in it is escaped. */

import * as z from 'zod';
import { type ActivityRecord, readRecord } from '../contract/model/activity-record.ts';
import type { SignedDrillReport } from '../contract/model/drill.ts';
import {
  type EvidenceActivity,
  type EvidenceChain,
  type EvidencePeriod,
  evidenceActivitySchema,
  evidenceAuditSchema,
  evidenceFile,
  evidenceLocalChangesSchema,
  evidenceVersionsSchema,
  kernelRecordSchema,
} from '../contract/model/evidence.ts';
import { signedDrillReportSchema } from '../contract/model/drill.ts';
import { signedCertificateSchema } from '../contract/model/policy/proof.ts';
import { textOf } from '../contract/text.ts';
import { describeFoundObject, describeLooked } from '../contract/wording/policy/describe-objects.ts';
import { describeCloser, describePath, describeProof } from '../contract/wording/policy/describe-proof.ts';
import { localChangeWords } from '../contract/wording/policy/describe-local-change.ts';
import { drillVerdict } from '../contract/wording/isolation/drill-marks.ts';
import { drillReportStyle } from './drill-report-style.ts';
import { escapeHtml as text } from './escape-html.ts';

/** What the page is made of: the texts of the files of the helper by their names. */
export interface EvidencePage {
  readonly period: EvidencePeriod;
  readonly files: ReadonlyMap<string, string>;
}

/** Records in the table of the page; the file has all. */
const maxShown = 2_000;

export function evidenceHtml({ period, files }: EvidencePage): string {
  const versions = read(files, 'versions.json', evidenceVersionsSchema());
  const host = versions?.info.hostname ?? 'a host';
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Evidence of ${text(host)}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>${drillReportStyle}</style></head><body>
<header><h1>Evidence of ${text(host)}</h1>
<p class="lead">How its containers were isolated from ${time(period.from)} to ${time(period.to)}.</p></header>
<p>This page was made of the files beside it. Verify all of them before you read on, with Node alone and a verify.mjs
that did not come with this folder: <code>node verify.mjs FOLDER --key HOST-KEY.pem</code>.</p>
<h2>Host</h2>${versions === undefined ? missing(files, 'versions.json') : hostFacts(versions)}
<h2>Controls</h2>${controls(files)}
<h2>Certificate of non-interference</h2>${certificate(files)}
<h2>Drills</h2>${drills(files)}
<h2>Audit of isolation</h2>${audit(files)}
<h2 class="new-page">Activity</h2>${activity(files)}
<h2 class="new-page">Local changes of the policy</h2>${localChanges(files)}
<h2>Record of the kernel</h2>${kernelRecord(files)}
<h2>What this does not show</h2>
<ul>${limitations.map((limitation) => `<li>${text(limitation)}</li>`).join('')}</ul>
</body></html>
`;
}

const limitations = [
  'The certificate, the audit and the versions are of the time at which the evidence was made, and not of the whole period.',
  'Somebody who was root on the host could read the key that signs, and write all of this. Evidence that was taken ' +
    'out of the host before shows at least that nothing older than it was changed: see verify.mjs --after.',
  'Only what was done through Bulkhead is in the activity. What root did beside it is in the log of the host.',
  'Times are by the clock of the host.',
] as const;

interface Schema<T> {
  safeParse(value: unknown): { readonly data?: T | undefined };
}

/** Undefined for a part that says only why it is missing, or that this version does not understand. */
function read<T>(files: EvidencePage['files'], name: string, schema: Schema<T>): T | undefined {
  return schema.safeParse(parse(files.get(name) ?? 'null')).data;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function missing(files: EvidencePage['files'], name: string): string {
  const value = parse(files.get(name) ?? 'null');
  const problem =
    typeof value === 'object' && value !== null && 'problem' in value && typeof value.problem === 'string'
      ? value.problem
      : 'this version of Bulkhead cannot read it';
  return `<p class="breached">Not shown: ${text(problem)}.</p>`;
}

function time(seconds: number): string {
  return text(`${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`);
}

function table(rows: readonly (readonly string[])[], look = 'facts'): string {
  const lines = rows.map(
    ([head = '', ...cells]) => `<tr><th>${head}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`,
  );
  return `<table class="${look}">${lines.join('')}</table>`;
}

function link(name: string): string {
  return `<p><small><a href="${text(name)}">${text(name)}</a></small></p>`;
}

function hostFacts({ info, policySha256 }: ReturnType<ReturnType<typeof evidenceVersionsSchema>['parse']>): string {
  const rows = [
    ['Operating system', info.operatingSystem],
    ['Kernel', info.kernel],
    [
      'SELinux',
      info.selinux.policy === null ? info.selinux.status : `${info.selinux.status}, policy ${info.selinux.policy}`,
    ],
    ['SHA-256 of the loaded policy', policySha256 ?? 'none could be read'],
    ['LXC and Bulkhead', `${info.lxc ?? 'LXC is not installed'}, ${info.helper.version}`],
  ] as const;
  return table(rows.map((row) => row.map(text))) + link('versions.json');
}

/** Takes of the assessment what a person reads first; the file has the fields under each claim. */
const assessmentSchema = z.object({
  'assessment-results': z.object({
    results: z.array(
      z.object({
        findings: z.array(
          z.object({
            title: z.string(),
            description: z.string(),
            target: z.object({ status: z.object({ state: z.string() }) }),
            remarks: z.string(),
          }),
        ),
      }),
    ),
  }),
});

function controls(files: EvidencePage['files']): string {
  const name = evidenceFile('assessment', 'oscal');
  const found = read(files, name, assessmentSchema);
  if (found === undefined) return missing(files, evidenceFile('assessment'));
  const rows = found['assessment-results'].results.flatMap(({ findings }) => findings);
  const cells = rows.map(({ title, description, target: { status }, remarks }) => [
    text(title),
    `<span class="${status.state === 'satisfied' ? 'blocked' : 'breached'}">${text(status.state)}</span>`,
    `${text(description)}<br><small>${text(remarks)}</small>`,
  ]);
  return table(cells) + link(name) + link(evidenceFile('assessment', 'sarif'));
}

function certificate(files: EvidencePage['files']): string {
  const signed = read(files, 'certificate.json', signedCertificateSchema());
  if (signed === undefined) return missing(files, 'certificate.json');
  const { proof, provedAt, policySha256, enforcing } = signed.certificate;
  const isGood = proof.verdict === 'proven' && enforcing;
  const exceptions = proof.exceptions.map(({ title, reason, closedBy }) => [
    text(textOf(title)),
    text(describeCloser(closedBy)),
    text(textOf(reason)),
  ]);
  return (
    `<p class="verdict ${isGood ? 'good' : 'bad'}">${text(describeProof(proof))}` +
    `${enforcing ? '' : ' SELinux did not enforce.'}</p>` +
    `<p>Of ${time(provedAt)}, for the policy with SHA-256 <code>${text(policySha256)}</code>.</p>` +
    list(proof.open.map(describePath)) +
    list((proof.objects?.found ?? []).map(describeFoundObject)) +
    list((proof.objects?.containers ?? []).map(describeLooked)) +
    `<h3>Exceptions</h3>${table(exceptions)}${link('certificate.json')}`
  );
}

function list(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `<ul>${lines.map((line) => `<li>${text(line)}</li>`).join('')}</ul>`;
}

function drills(files: EvidencePage['files']): string {
  if (files.has('drill.json')) return missing(files, 'drill.json');
  const names = [...files.keys()].filter((name) => name.startsWith('drill-'));
  if (names.length === 0) return '<p class="breached">There was no drill in the period.</p>';
  return table(
    names.map((name) => {
      const signed = read(files, name, signedDrillReportSchema());
      const anchor = `<a href="${text(name)}">${text(name)}</a>`;
      return signed === undefined ? [anchor, missing(files, name)] : [anchor, drillLine(signed)];
    }),
  );
}

function drillLine({ report }: SignedDrillReport): string {
  const look = report.summary.failed === 0 ? 'blocked' : 'breached';
  const partial = report.isPartial === true ? ' Only some probes were run.' : '';
  return `${time(report.startedAt)}: <b class="${look}">${text(drillVerdict(report.results))}.</b>${partial}`;
}

function audit(files: EvidencePage['files']): string {
  const found = read(files, 'audit.json', evidenceAuditSchema());
  if (found === undefined) return missing(files, 'audit.json');
  const rows = found.findings.map(({ severity, summary, evidence }) => [
    `<span class="${severity === 'broken' ? 'breached' : 'not-run'}">${text(severity)}</span>`,
    `${text(summary)}<pre>${text(evidence.join('\n'))}</pre>`,
  ]);
  const lines = rows.length === 0 ? '<p>Nothing was found.</p>' : table(rows);
  return `<p>Of ${time(found.checkedAt)}.</p>${lines}${link('audit.json')}`;
}

function activity(files: EvidencePage['files']): string {
  const found = read(files, 'activity.json', evidenceActivitySchema());
  if (found === undefined) return missing(files, 'activity.json');
  return (
    problemsOf(found) +
    found.chains.map((chain) => chainPart(chain, found.period)).join('') +
    `<p>${found.unchained.length} entries of the period are from before there was a chain, and have no hash.</p>` +
    link('activity.json')
  );
}

function problemsOf({ problems }: EvidenceActivity): string {
  if (problems.length === 0) return '<p>The helper found each record and each entry as it was written.</p>';
  return `<p class="verdict bad">The activity log of the host was changed.</p>${list(problems)}`;
}

const chainTitles = { run: 'What ran', denied: 'What was denied' } as const;

function chainPart({ chain, records, head }: EvidenceChain, { from, to }: EvidencePeriod): string {
  const inPeriod = records.flatMap((one) => readRecord(one) ?? []).filter(({ at }) => at >= from && at <= to);
  const rows = inPeriod
    .slice(0, maxShown)
    .map((record) => [time(record.at), text(String(record.number)), ...recordCells(record)]);
  const more = inPeriod.length > maxShown ? `<p>${inPeriod.length - maxShown} more are in the file.</p>` : '';
  const state =
    head === null ? 'The chain has not begun.' : `Its last record is ${head.number}, with the hash ${head.hash}.`;
  return `<h3>${chainTitles[chain]}</h3><p>${text(state)}</p>${table(rows)}${more}`;
}

function recordCells(record: ActivityRecord): readonly string[] {
  switch (record.event) {
    case 'begun':
    case 'not-run': {
      const what = [record.operation, record.subject, record.request].filter((word) => word !== null).join(' ');
      const outcome = record.event === 'begun' ? 'begun' : [record.outcome, record.detail ?? ''].join(' ');
      return [`entry ${record.activity}`, text(record.user), text(what), text(outcome)];
    }
    case 'ended':
      return [`entry ${record.activity}`, '', '', text([record.outcome, record.detail ?? ''].join(' '))];
    case 'chain-begins':
      return ['', '', `The chain begins; entries up to ${record.entriesBefore} are older.`, ''];
    case 'pruned':
      return ['', '', `Records up to ${record.through} were deleted, since only so many are kept.`, ''];
  }
}

function localChanges(files: EvidencePage['files']): string {
  const found = read(files, 'local-changes.json', evidenceLocalChangesSchema());
  if (found === undefined) return missing(files, 'local-changes.json');
  const lines = list(found.changes.map((change) => textOf(localChangeWords(change))));
  return `${lines === '' ? '<p>The policy is as the distribution installed it.</p>' : lines}${link('local-changes.json')}`;
}

function kernelRecord(files: EvidencePage['files']): string {
  const found = read(files, 'kernel-record.json', kernelRecordSchema());
  if (found === undefined) return missing(files, 'kernel-record.json');
  if (found.lines === null) return `<p>There is none: ${text(found.reason ?? '')}.</p>`;
  return `<p>What IMA has measured of SELinux since the kernel booted.</p><pre>${text(found.lines.join('\n'))}</pre>`;
}
