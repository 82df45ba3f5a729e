// SPDX-License-Identifier: Apache-2.0
/** The report of a host as text, with headings of Markdown. What was found is indented, so that nothing in it is markup. */

import { describeVerdict, describeVerdictState } from '../../contract/wording/isolation/describe-verdict.ts';
import type { DenialGroup } from '../../contract/model/denials/denial.ts';
import type { HostCheck } from '../../contract/model/host/host-check.ts';
import type { HostInfo } from '../../contract/model/host/host.ts';
import { judgeHost } from '../../contract/model/isolation/judge-host.ts';
import { type Verdict, verdictStates } from '../../contract/model/isolation/verdict.ts';
import type { Finding } from '../../contract/model/isolation-finding.ts';
import { escapeText } from '../escape-text.ts';
import { checkText } from '../check-text.ts';
import { eventLine } from '../event-line.ts';
import { findingText } from '../finding-text.ts';
import { formatTime } from '../format-time.ts';
import type { Paint } from '../paint.ts';
import type { Replace } from './replace-names.ts';

/** What was asked for, or why it is not there. */
export type Part<T> = { readonly value: T } | { readonly problem: string };

export interface HostReport {
  /** Names the program that made the report, and its version. */
  readonly by: string;
  /** Seconds since the epoch. */
  readonly madeAt: number;
  readonly info: Part<HostInfo>;
  /** Holds the verdicts of all containers; undefined where they cannot be listed. */
  readonly verdicts: readonly Verdict[] | undefined;
  /** Lines of the package manager. */
  readonly packages: Part<readonly string[]>;
  readonly checks: Part<readonly HostCheck[]>;
  /** Holds the policy as `bulkheadctl policy check` prints it. */
  readonly policy: Part<string>;
  readonly findings: Part<readonly Finding[]>;
  readonly denials: Part<readonly DenialGroup[]>;
}

const plain: Paint = (text) => text;
const unitCheck = /^units?(?:-|$)/;

/** `replace` is undefined where names are to be in it. */
export function formatReport(report: HostReport, replace: Replace | undefined): string {
  const hide = replace ?? ((text: string) => text);
  const section = <T>(title: string, part: Part<T>, format: (value: T) => string): string => {
    const body = 'problem' in part ? `Not known: ${escapeText(part.problem)}` : format(part.value);
    return `## ${title}\n\n${indented(hide(body))}\n`;
  };
  return [
    '# Report of a host with Bulkhead\n',
    `Made by ${report.by} at ${formatTime(report.madeAt)}. ${
      replace === undefined
        ? 'Names of containers, addresses and paths of people are in it.'
        : 'Names of containers, addresses and paths of people are replaced; the same placeholder is the same value.'
    }\n`,
    section('Host', report.info, infoText),
    section('Packages', report.packages, linesText),
    section('Units', report.checks, (checks) => checksText(checks.filter(({ id }) => unitCheck.test(id)))),
    section('Checks', report.checks, (checks) => checksText(checks.filter(({ id }) => !unitCheck.test(id)))),
    section('Policy', report.policy, (text) => text),
    section('Verdict', { value: report }, verdictText),
    section('Isolation', report.findings, findingsText),
    section('Denials', report.denials, denialsText),
  ].join('\n');
}

function infoText({ helper, kernel, operatingSystem, selinux, lxc, polkit, cgroup, denialSource }: HostInfo): string {
  const policy = selinux.policy === null ? '' : `, policy ${selinux.policy} ${selinux.mls ? 'with' : 'without'} levels`;
  return linesText([
    `Bulkhead: ${helper.version}, protocol ${helper.protocol}`,
    `distribution: ${operatingSystem}`,
    `kernel: ${kernel}`,
    `SELinux: ${selinux.status}${policy}; base module ${selinux.baseModule ? 'loaded' : 'not loaded'}`,
    `LXC: ${lxc ?? 'not installed'}`,
    `polkit: ${polkit ?? 'not running'}`,
    `cgroup: ${cgroup}`,
    `denials from: ${denialSource ?? 'nowhere'}`,
  ]);
}

/** The verdict of the host, and how many of its containers have each: counts, since names say whose host it is. */
function verdictText({ info, verdicts, madeAt }: HostReport): string {
  const selinux = 'value' in info ? info.value.selinux.status : undefined;
  const counts = verdictStates.map((state) => {
    const count = verdicts?.filter((verdict) => verdict.state === state).length;
    return `${describeVerdictState(state)}: ${count ?? 'not known'}`;
  });
  return linesText([`host: ${describeVerdict(judgeHost({ selinux, verdicts }), madeAt)}`, ...counts]);
}

function checksText(checks: readonly HostCheck[]): string {
  return checks.length === 0 ? 'None were made.' : checks.map((check) => checkText(check, plain)).join('');
}

function findingsText(findings: readonly Finding[]): string {
  return findings.length === 0 ? 'No finding.' : findings.map((finding) => findingText(finding, plain)).join('');
}

/** Describes each group with its latest event. */
function denialsText(groups: readonly DenialGroup[]): string {
  if (groups.length === 0) return 'None are known.';
  return groups.map(({ count, sample }) => `${count} times, the last: ${eventLine(sample, plain)}`).join('');
}

function linesText(lines: readonly string[]): string {
  return lines.length === 0 ? 'None.' : lines.map((line) => `${escapeText(line)}\n`).join('');
}

function indented(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`.trimEnd())
    .join('\n');
}
