// SPDX-License-Identifier: Apache-2.0
/** `info`: what the host is, and which kinds of isolation it supports. */

import { textOf } from '../../../contract/text.ts';
import { describeRecovery } from '../../../contract/wording/describe-recovery.ts';
import { describeVersions } from '../../../contract/wording/describe-versions.ts';
import type { HostDisk } from '../../../contract/model/host/disk.ts';
import { isBlind } from '../../../contract/model/denials/audit-log.ts';
import type { HostInfo, SelinuxStatus } from '../../../contract/model/host/host.ts';
import { operations } from '../../../contract/operations/index.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import { escapeText } from '../../../report/escape-text.ts';
import { formatTime } from '../../../report/format-time.ts';
import { formatBytes } from '../../output/format-quantity.ts';
import { formatFacts } from '../../output/format-facts.ts';
import type { Output } from '../../output/output.ts';
import type { Paint } from '../../../report/paint.ts';
import { auditLogJson, auditLogLine } from '../../audit-log.ts';
import type { Registry } from '../../registry.ts';

export function addInfo({ program, act }: Registry): void {
  program
    .command('info')
    .summary('what the host is')
    .description(operations['host.info'].summary)
    .option('--recovered', 'wait until the helper has recovered what was under way when it last ended')
    .addHelpText('after', examples('info', 'info --recovered', '--host lab info --json'))
    .action((options: InfoOptions) => act((context) => showInfo(context, options)));
}

interface InfoOptions {
  readonly recovered?: true;
}

async function showInfo(context: CommandContext, { recovered }: InfoOptions): Promise<undefined> {
  const params = recovered === true ? { afterRecovery: true } : {};
  const info = await withClient(context, (client) => client.request('host.info', params, { signal: context.signal }));
  const { output, environment } = context;
  const { version } = environment;
  await (output.isJson ? output.json(infoJson(info, version)) : output.write(infoText(info, version, output)));
}

/** Status and mode as separate fields, as sestatus shows them. */
function selinuxJson({ status, policy, mls, baseModule }: SelinuxStatus): object {
  const isOn = status !== 'disabled';
  return { status: isOn ? 'enabled' : 'disabled', mode: isOn ? status : null, policy, mls, base_module: baseModule };
}

function infoJson(info: HostInfo, client: string): object {
  return {
    hostname: info.hostname,
    operating_system: info.operatingSystem,
    kernel: info.kernel,
    cpus: info.cpus,
    memory_bytes: info.memoryBytes,
    booted_at: info.bootedAt,
    lxc: info.lxc,
    cgroup: info.cgroup,
    polkit: info.polkit,
    selinux: selinuxJson(info.selinux),
    denial_source: info.denialSource,
    audit_log: auditLogJson(info.auditLog),
    audit_lost: info.auditLost,
    helper: info.helper,
    recovery: info.recovery ?? null,
    client: { version: client },
    disk: info.disk === null ? null : diskJson(info.disk),
    limits: { containers: info.limits.containers, consoles_per_user: info.limits.consolesPerUser },
  };
}

function diskJson(disk: HostDisk): object {
  return {
    backing: disk.backing,
    total_bytes: disk.totalBytes,
    free_bytes: disk.freeBytes,
    reserve_bytes: disk.reserveBytes,
    total_inodes: disk.totalInodes,
    free_inodes: disk.freeInodes,
    reserve_inodes: disk.reserveInodes,
    overcommitted: disk.isOvercommitted,
  };
}

/** What containers may still use, and why that may be less than their limits. */
function diskText({ backing, freeBytes, reserveBytes, isOvercommitted }: HostDisk, paint: Paint): string {
  const words =
    `${formatBytes(Math.max(0, freeBytes - reserveBytes))} for containers above a reserve of ` +
    `${formatBytes(reserveBytes)}; limits by ` +
    (backing === 'project-quota' ? 'project quota' : 'a file for each layer');
  return isOvercommitted ? `${words}; ${paint('all limits together are more than that', 'yellow')}` : words;
}

/** Gives nothing where all is recovered. */
function recoveryLines({ recovery }: HostInfo, paint: Paint): readonly (readonly [string, string])[] {
  const words = recovery === undefined ? undefined : describeRecovery(recovery);
  return words === undefined ? [] : [['Recovery', paint(escapeText(textOf(words)), 'yellow')]];
}

function infoText(info: HostInfo, client: string, look: Pick<Output, 'paint' | 'width'>): string {
  const { paint } = look;
  const { selinux, helper, limits } = info;
  const difference = describeVersions({ helper: helper.version, client }, 'bulkheadctl');
  const mode = paint(selinux.status, selinux.status === 'enforcing' ? 'green' : 'red');
  const lines: readonly (readonly [string, string])[] = [
    ['Host', `${escapeText(info.hostname)}, ${escapeText(info.operatingSystem)}`],
    ['Kernel', escapeText(info.kernel)],
    ['Machine', `${info.cpus} cores, ${formatBytes(info.memoryBytes)}, up since ${formatTime(info.bootedAt)}`],
    [
      'SELinux',
      selinux.policy === null
        ? mode
        : `${mode}, policy ${escapeText(selinux.policy)}${selinux.mls ? ' with levels' : ' without levels'}`,
    ],
    ['Base module', selinux.baseModule ? 'loaded' : paint('not loaded: no container can be confined', 'red')],
    ['Denials from', info.denialSource ?? paint('nowhere: the host keeps none', 'yellow')],
    ...(isBlind(info.auditLog) ? [['Audit log', paint(auditLogLine(info.auditLog), 'red')] as const] : []),
    ...(info.auditLost === null || info.auditLost === 0
      ? []
      : [
          [
            'Lost',
            paint(`the kernel dropped ${info.auditLost} audit records before anybody could read them`, 'yellow'),
          ] as const,
        ]),
    ...(info.disk === null ? [] : [['Disk', diskText(info.disk, paint)] as const]),
    ['LXC', escapeText(info.lxc ?? 'not installed')],
    ['cgroup', info.cgroup],
    ['polkit', escapeText(info.polkit ?? 'not running')],
    ['Helper', `version ${escapeText(helper.version)}, protocol ${helper.protocol}, pid ${helper.pid}`],
    ...recoveryLines(info, paint),
    ...(difference === undefined
      ? []
      : [['Versions', paint(escapeText(`${difference.what}. ${difference.next}`), 'yellow')] as const]),
    ['Limits', `${limits.containers} containers, ${limits.consolesPerUser} terminals for each user`],
  ];
  return formatFacts(lines, look);
}
