// SPDX-License-Identifier: Apache-2.0
/** Checks of SELinux: mode, policy, categories, Bulkhead's modules, and the tools that work on the policy. */

import type { HostCheck } from '../../../../contract/model/host/host-check.ts';
import { bootWithSelinux, enforce, installModules } from '../../../../contract/host-fixes.ts';
import type { ShippedModule, ShippedModuleName } from '../../../selinux/policy/shipped-modules.ts';
import { denyModule } from '../../../selinux/policy/base-modules.ts';
import { type HostTool, installFix } from '../../../system/packages.ts';
import type { DoctorFacts } from '../facts/doctor-facts.ts';
import { judgePortTypes } from './judge-port-types.ts';
import { advice, commands, judgementOf } from './judgement.ts';

/** The policy of the distribution in which Bulkhead is tested. */
const testedPolicy = 'default';

const policyTools: Readonly<Partial<Record<HostTool, string>>> = {
  semodule: 'containers get no domain of their own, and no remedy by a rule',
  restorecon: "the network's files and units keep wrong labels",
  checkpolicy: 'nobody can say why SELinux denied something',
  secilc: 'containers get no domain of their own',
  semanage: 'labels of ports cannot be changed',
};

export function judgeSelinux(facts: DoctorFacts): readonly HostCheck[] {
  const tools = judgeTools(facts);
  if (facts.info.selinux.status === 'disabled') return [judgeDisabled(facts), tools];
  return [
    judgeMode(facts),
    judgePolicy(facts),
    judgeCategories(facts),
    ...facts.modules.map((module) => judgeModule(module, facts.info.selinux.baseModule)),
    judgeForeignModules(facts),
    judgePortTypes(facts.missingPortTypes),
    tools,
  ];
}

function judgeDisabled({ distribution }: DoctorFacts): HostCheck {
  return judgementOf('selinux', 'SELinux').fail(
    'The kernel runs without SELinux: nothing but user namespaces, cgroups and seccomp isolates containers.',
    bootWithSelinux(distribution),
  );
}

function judgeMode({ info, selinux: { configured } }: DoctorFacts): HostCheck {
  const { ok, warn, fail } = judgementOf('selinux', 'SELinux');
  if (info.selinux.status === 'permissive')
    return fail('SELinux is permissive: what it would deny is logged, not blocked.', enforce);
  if (configured === 'enforcing') return ok('SELinux enforces now, and after the next boot.');
  return warn(
    `SELinux enforces now. /etc/selinux/config says ${configured ?? 'nothing of a mode'}, which holds after the next boot.`,
    commands(
      'Enforce after the next boot too.',
      configured === undefined
        ? 'echo SELINUX=enforcing >> /etc/selinux/config'
        : "sed -i 's/^SELINUX=.*/SELINUX=enforcing/' /etc/selinux/config",
    ),
  );
}

function judgePolicy({ info }: DoctorFacts): HostCheck {
  const { ok, warn } = judgementOf('policy', 'SELinux policy');
  const { policy } = info.selinux;
  if (policy === testedPolicy) return ok(`The policy is ${policy}, the reference policy of Debian.`);
  if (policy === 'targeted')
    return warn(
      "The policy is targeted, Fedora's. Bulkhead's modules are compiled and run in tests with a stand-in for it, not with " +
        'the policy itself.',
      commands(
        'See whether the modules fit it; then watch the denials of the first container.',
        'bulkheadctl policy check',
      ),
    );
  return warn(
    `The policy is ${policy ?? 'one without a name'}. Bulkhead is tested with ${testedPolicy}, the reference policy of Debian.`,
    advice(`Watch the denials of the first container, or use the policy ${testedPolicy}.`),
  );
}

function judgeCategories({ info, selinux: { hasCategories } }: DoctorFacts): HostCheck {
  const { ok, fail } = judgementOf('mcs', 'MCS');
  if (info.selinux.mls && hasCategories) return ok('The policy has the 1024 categories that isolate containers.');
  return fail(
    info.selinux.mls
      ? 'The policy has fewer than 1024 categories: the pairs of containers cannot be used.'
      : 'The policy was built without levels: containers of one domain are not isolated from each other.',
    advice('Install a policy with MCS, such as selinux-policy-default on Debian or selinux-policy-targeted on Fedora.'),
  );
}

const consequences: Readonly<Record<ShippedModuleName, string>> = {
  bulkhead: 'without it no container can be confined',
  'bulkhead-volumes': 'without it no volume can be shared',
  'bulkhead-own': 'without it no container can have a domain of its own',
  'bulkhead-helper': 'without it the helper does not start',
  'bulkhead-listener': 'without it nobody can connect to the helper',
  'bulkhead-policy': 'without it no container gets a domain of its own, and no remedy changes the policy',
  'bulkhead-reader': 'without it no archive is read, and nobody can say why SELinux denied something',
  'bulkhead-isolation': 'without it a module can open what isolates containers',
  'bulkhead-host': 'without it the network of containers does not come up',
  'bulkhead-client': 'without it SELinux may end bulkheadctl and the window of an unconfined user',
  'bulkhead-notify': 'without it alerts are sent neither by mail nor to webhooks',
  'bulkhead-metrics': 'without it bulkhead-metrics.service does not start',
  'bulkhead-deny':
    'without it containers may do what the policy of this host lets every process do; it needs libsepol 3.6 or later',
};

/** That the base module is loaded is known from the kernel, also where the store cannot be read. */
function judgeModule({ name, state, shipped, installed }: ShippedModule, isBaseLoaded: boolean): HostCheck {
  const { ok, warn, fail } = judgementOf(`module-${name}`, `Module ${name}`);
  const isMissing = state === 'missing' || (name === 'bulkhead' && !isBaseLoaded);
  if (isMissing) {
    const judge = name === 'bulkhead-client' || name === denyModule ? warn : fail;
    return judge(`The policy module ${name} is not loaded: ${consequences[name]}.`, installModules);
  }
  switch (state) {
    case 'installed':
      return ok(`The policy module ${name} is the one that came with this helper (${short(installed)}).`);
    case 'differs':
      return warn(
        `The policy module ${name} (${short(installed)}) ` +
          `is not the one that came with this helper (${short(shipped)}): its rules may allow less or more.`,
        installModules,
      );
    default:
      return warn(
        `The policy module ${name} cannot be compared with the one that came with this helper: ${whyUnknown(shipped)}.`,
        installModules,
      );
  }
}

function whyUnknown(shipped: string | undefined): string {
  return shipped === undefined
    ? 'its file is not in /usr/share/bulkhead/selinux'
    : 'semodule does not give the checksum of what is installed';
}

function short(checksum: string | undefined): string {
  return checksum?.slice(0, 12) ?? 'unknown';
}

function judgeForeignModules({ foreignModules }: DoctorFacts): HostCheck {
  const { ok, warn, fail } = judgementOf('foreign-modules', 'Other policy modules');
  if (foreignModules === undefined)
    return warn(
      'Whether other policy modules of this host say something about containers cannot be known: semodule does not give them.',
      advice('Install the tools that work on the policy, as named below.'),
    );
  const [first, ...others] = foreignModules.toSorted((one, other) => Number(other.isGrave) - Number(one.isGrave));
  if (first === undefined) return ok("No other policy module says anything about Bulkhead's types.");
  const more = others.length === 0 ? '' : ` ${others.length} more such ${plural(others.length)}.`;
  return (first.isGrave ? fail : warn)(
    `The policy module ${first.module} (priority ${first.priority}) says ${shortened(first.statement)}: ${first.problem}.${more}`,
    advice(`${first.advice.charAt(0).toUpperCase()}${first.advice.slice(1)}. The audit of isolation shows all.`),
  );
}

function plural(count: number): string {
  return count === 1 ? 'statement is there' : 'statements are there';
}

function shortened(statement: string): string {
  return statement.length > 120 ? `${statement.slice(0, 119)}…` : statement;
}

function judgeTools({ missingTools, distribution }: DoctorFacts): HostCheck {
  const { ok, warn } = judgementOf('policy-tools', 'Policy tools');
  const missing = missingTools.filter((tool) => tool in policyTools);
  if (missing.length === 0) return ok(`${Object.keys(policyTools).join(', ')} are installed.`);
  const losses = missing.map((tool) => `${tool} is not installed (${policyTools[tool] ?? ''})`);
  return warn(`${losses.join('; ')}.`, installFix(missing, distribution));
}
