// SPDX-License-Identifier: Apache-2.0
/** Findings about the host as a whole: whether SELinux enforces, knows Bulkhead's types, and logs denials. */

import type { GivenFinding } from '../../../../contract/model/isolation-finding.ts';
import type { Distribution } from '../../../../contract/rules/distribution.ts';
import {
  describeDisabledHost,
  describePermissiveHost,
} from '../../../../contract/wording/isolation/describe-findings.ts';
import { installModules, logEveryDenial } from '../../../../contract/rules/host-fixes.ts';
import { say } from '../../../../contract/text.ts';
import { denyModule } from '../../../selinux/policy/base-modules.ts';
import { domainType } from '../../../selinux/types.ts';
import type { IsolationFacts } from '../facts/facts.ts';
import { judgeForeignModules } from './judge-foreign-modules.ts';
import type { DenialLog } from '../../host/ports.ts';

export function judgeHost({
  selinux,
  denialLog,
  baseModules,
  foreignModules,
  distribution,
}: IsolationFacts): readonly GivenFinding[] {
  if (selinux.status === 'disabled') return [describeDisabledHost(distribution)];
  return [
    ...(selinux.status === 'permissive' ? [describePermissiveHost(distribution)] : []),
    ...baseModule(selinux.baseModule, baseModules),
    ...judgeForeignModules(foreignModules ?? []),
    ...denialLogFinding(denialLog, distribution),
  ];
}

const withoutDeny: GivenFinding = {
  kind: 'base-module',
  id: 'base-module',
  state: 'without-deny',
  severity: 'notice',
  containers: [],
  summary: say(
    'The deny rules are not installed: containers may do what the policy of this host lets every ' +
      'process do, such as look at some files of the host that they see.',
  ),
  evidence: [`semodule -lfull: no module ${denyModule}`],
  fix: {
    by: 'commands',
    summary: say('Load the module, which needs libsepol 3.6 or later.'),
    commands: [`semodule -i /usr/share/bulkhead/selinux/${denyModule}.cil`],
  },
};

function baseModule(isLoaded: boolean, modules: IsolationFacts['baseModules']): readonly GivenFinding[] {
  if (!isLoaded) {
    return [
      {
        kind: 'base-module',
        id: 'base-module',
        state: 'missing',
        severity: 'broken',
        containers: [],
        summary: say(
          "The loaded policy does not know {domainType}: Bulkhead's base module is not loaded, and " +
            'no container can be confined by it.',
          { domainType },
        ),
        evidence: [`type ${domainType}: unknown to the loaded policy`],
        fix: installModules,
      },
    ];
  }
  if (modules === undefined) return [];
  const { differing, missing, hasDenyRules } = modules;
  if (differing.length > 0 || missing.length > 0)
    return [
      {
        kind: 'base-module',
        id: 'base-module',
        state: 'differs',
        severity: 'weak',
        containers: [],
        summary: say(
          'The loaded base modules are not those that came with this helper: their rules may allow ' +
            "less, or more, than the helper's version was tested with.",
        ),
        evidence: [
          ...differing.map((name) => `semodule -lfull --checksum: another ${name} than in /usr/share/bulkhead/selinux`),
          ...missing.map((name) => `semodule -lfull: no module ${name}`),
        ],
        fix: installModules,
      },
    ];
  return hasDenyRules ? [] : [withoutDeny];
}

function denialLogFinding(
  { source, isSuspended, isLimited }: DenialLog,
  distribution: Distribution | undefined,
): readonly GivenFinding[] {
  if (isSuspended === true) {
    return [
      {
        kind: 'no-denial-log',
        id: 'no-denial-log',
        state: 'suspended',
        severity: 'weak',
        containers: [],
        summary: say(
          'auditd has stopped writing its log: what SELinux denies is read from the kernel ' +
            'meanwhile, and nothing of it is kept on the disk.',
        ),
        evidence: ['auditctl --signal state: logging suspended'],
        fix: {
          by: 'commands',
          summary: say(
            'Free space where /var/log/audit is. auditd is asked to continue as soon as there is ' +
              'space; if it does not, ask it by hand.',
          ),
          commands: ['df -h /var/log/audit', 'pkill -USR2 -x auditd'],
        },
      },
    ];
  }
  if (!isLimited) return [];
  return [
    {
      kind: 'no-denial-log',
      id: 'no-denial-log',
      state: 'limited',
      severity: 'weak',
      containers: [],
      summary: say(
        "auditd does not run on this host, so that denials are printed into the kernel's ring; of a " +
          'burst the kernel prints the first few only, and what SELinux denied then is not seen here.',
      ),
      evidence: [
        '/run/auditd.pid is not there',
        `denials are read from ${source === 'journald' ? "the journal, which has them from the kernel's ring" : "the kernel's ring"}`,
      ],
      fix: logEveryDenial(source, distribution),
    },
  ];
}
