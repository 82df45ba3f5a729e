// SPDX-License-Identifier: Apache-2.0
/** Checks of SELinux: mode, policy, categories, Bulkhead's modules, and the tools that work on the policy. */

import type { GivenHostCheck } from '../../../../contract/model/host/host-check.ts';
import { bootWithSelinux, enforceOn, installModules } from '../../../../contract/rules/host-fixes.ts';
import { beginSentence, joinWords, type Phrase, say, type Words } from '../../../../contract/text.ts';
import type { ShippedModule, ShippedModuleName } from '../../../selinux/policy/shipped-modules.ts';
import { denyModule, incusModule } from '../../../selinux/policy/base-modules.ts';
import { type HostTool, installFix } from '../../../system/packages.ts';
import type { DoctorFacts } from '../facts/doctor-facts.ts';
import { judgePortTypes } from './judge-port-types.ts';
import { advice, commands, judgementOf } from './judgement.ts';

/** The daemon runs in it where the boolean bulkhead_incus_confined is on. */
const incusDomain = 'bulkhead_incus_t';

/** The policy of the distribution in which Bulkhead is tested. */
const testedPolicy = 'default';

const policyTools: Readonly<Partial<Record<HostTool, Phrase>>> = {
  semodule: say('no container gets its own domain, and none a remedy by a rule'),
  restorecon: say("the network's files and units keep wrong labels"),
  checkpolicy: say('nobody can say why SELinux denied something'),
  secilc: say('no container gets its own domain'),
  semanage: say('labels of ports cannot be changed'),
};

export function judgeSelinux(facts: DoctorFacts): readonly GivenHostCheck[] {
  const tools = judgeTools(facts);
  if (facts.info.selinux.status === 'disabled') return [judgeDisabled(facts), tools];
  return [
    judgeMode(facts),
    judgePolicy(facts),
    judgeCategories(facts),
    ...facts.modules.map((module) => judgeModule(module, facts.info.selinux.baseModule)),
    ...judgeIncus(facts),
    judgeForeignModules(facts),
    judgePortTypes(facts.missingPortTypes),
    tools,
  ];
}

function judgeDisabled({ distribution }: DoctorFacts): GivenHostCheck {
  return judgementOf('selinux', say('SELinux')).fail(
    say('The kernel runs without SELinux: nothing but user namespaces, cgroups and seccomp isolates containers.'),
    bootWithSelinux(distribution),
  );
}

/** A host without Incus has no such check. */
function judgeIncus({ incusDomain: domain, openDomainsOfIncus: open }: DoctorFacts): readonly GivenHostCheck[] {
  if (domain === undefined) return [];
  const { ok, warn } = judgementOf('incus', say('Domain of Incus'));
  if (domain === incusDomain && open.length > 0)
    return [
      warn(
        say(
          'incusd runs in its own domain, {domain}, and starts programs in {open}, which the policy of this host does ' +
            'not confine: who takes incusd over can load another policy through them.',
          { domain, open: open.join(', ') },
        ),
        advice(
          say(
            'Let nobody use Incus here who may not administer this host: its group incus-admin, and its API over the ' +
              'network. Containers of LXC need none of this.',
          ),
        ),
      ),
    ];
  if (domain === incusDomain)
    return [
      ok(
        say(
          'incusd runs in its own domain, {domain}: it starts confined instances, and none whose configuration names no context.',
          { domain },
        ),
      ),
    ];
  return [
    warn(
      say('incusd is not confined: it runs in {domain}. Bulkhead creates no instances there.', { domain }),
      commands(
        say('Confine it from the next boot; instances without a context in raw.lxc do not start then.'),
        'setsebool -P bulkhead_incus_confined on',
        'systemctl reboot',
      ),
    ),
  ];
}

function judgeMode({ info, distribution, selinux: { configured } }: DoctorFacts): GivenHostCheck {
  const { ok, warn, fail } = judgementOf('selinux', say('SELinux'));
  if (info.selinux.status === 'permissive')
    return fail(say('SELinux is permissive: what it would deny is logged, not blocked.'), enforceOn(distribution));
  if (configured === 'enforcing') return ok(say('SELinux enforces now, and after the next boot.'));
  return warn(
    say('SELinux enforces now. /etc/selinux/config says {configured}, which holds after the next boot.', {
      configured: configured ?? say('nothing of a mode'),
    }),
    commands(
      say('Enforce after the next boot too.'),
      configured === undefined
        ? 'echo SELINUX=enforcing >> /etc/selinux/config'
        : "sed -i 's/^SELINUX=.*/SELINUX=enforcing/' /etc/selinux/config",
    ),
  );
}

function judgePolicy({ info }: DoctorFacts): GivenHostCheck {
  const { ok, warn } = judgementOf('policy', say('SELinux policy'));
  const { policy } = info.selinux;
  if (policy === testedPolicy) return ok(say('The policy is {policy}, the reference policy of Debian.', { policy }));
  if (policy === 'targeted')
    return warn(
      say(
        "The policy is targeted. Bulkhead is tested with Fedora's, RHEL 10's and openSUSE's policies of October " +
          "2024 under Debian's programs, not on those distributions.",
      ),
      commands(
        say('See whether the modules fit it; then watch the denials of the first container.'),
        'bulkheadctl policy check',
      ),
    );
  return warn(
    say('The policy is {policy}. Bulkhead is tested with {testedPolicy}, the reference policy of Debian.', {
      policy: policy ?? say('one without a name'),
      testedPolicy,
    }),
    advice(say('Watch the denials of the first container, or use the policy {testedPolicy}.', { testedPolicy })),
  );
}

function judgeCategories({ info, selinux: { hasCategories } }: DoctorFacts): GivenHostCheck {
  const { ok, fail } = judgementOf('mcs', say('MCS'));
  if (info.selinux.mls && hasCategories) return ok(say('The policy has the 1024 categories that isolate containers.'));
  return fail(
    info.selinux.mls
      ? say('The policy has fewer than 1024 categories: the pairs of containers cannot be used.')
      : say('The policy was built without levels: containers of one domain are not isolated from each other.'),
    advice(
      say('Install a policy with MCS, such as selinux-policy-default on Debian or selinux-policy-targeted on Fedora.'),
    ),
  );
}

const consequences: Readonly<Record<ShippedModuleName, Phrase>> = {
  bulkhead: say('without it no container can be confined'),
  'bulkhead-volumes': say('without it no volume can be shared'),
  'bulkhead-own': say('without it no container can have its own domain'),
  'bulkhead-plain': say("without it each container's own domain costs a compilation of the policy"),
  'bulkhead-helper': say('without it the helper does not start'),
  'bulkhead-listener': say('without it nobody can connect to the helper'),
  'bulkhead-policy': say('without it no container gets its own domain, and no remedy changes the policy'),
  'bulkhead-reader': say('without it no archive is read, and nobody can say why SELinux denied something'),
  'bulkhead-isolation': say('without it a module can open what isolates containers'),
  'bulkhead-shared': say('without it a container can fill tables of the kernel, and sees the load of the host'),
  'bulkhead-host': say('without it the network of containers does not come up'),
  'bulkhead-client': say('without it SELinux may end bulkheadctl and the window of an unconfined user'),
  'bulkhead-notify': say('without it alerts are sent neither by mail nor to webhooks'),
  'bulkhead-metrics': say('without it bulkhead-metrics.service does not start'),
  'bulkhead-unload': say('without it kernel modules that a drill had loaded stay loaded'),
  'bulkhead-incus': say('without it no instance of Incus can be confined, where there is Incus'),
  'bulkhead-deny': say(
    'without it containers may do what the policy of this host lets every process do; it needs libsepol 3.6 or later',
  ),
};

/** A host may do without these. */
const withoutFailure: ReadonlySet<ShippedModuleName> = new Set([
  'bulkhead-client',
  'bulkhead-unload',
  incusModule,
  denyModule,
]);

/** Judges a module. The kernel says whether the base module is loaded, also where the store cannot be read. */
function judgeModule({ name, state, shipped, installed }: ShippedModule, isBaseLoaded: boolean): GivenHostCheck {
  const { ok, warn, fail } = judgementOf(`module-${name}`, say('Module {name}', { name }));
  const isMissing = state === 'missing' || (name === 'bulkhead' && !isBaseLoaded);
  if (isMissing) {
    const judge = withoutFailure.has(name) ? warn : fail;
    return judge(
      say('The policy module {name} is not loaded: {consequences}.', { name, consequences: consequences[name] }),
      installModules,
    );
  }
  switch (state) {
    case 'installed':
      return ok(
        say('The policy module {name} is the one that came with this helper ({installed}).', {
          name,
          installed: short(installed),
        }),
      );
    case 'differs':
      return warn(
        say(
          'The policy module {name} ({installed}) is not the one that came with this helper ' +
            '({shipped}): its rules may allow less or more.',
          { name, installed: short(installed), shipped: short(shipped) },
        ),
        installModules,
      );
    default:
      return warn(
        say('The policy module {name} cannot be compared with the one that came with this helper: {reason}.', {
          name,
          reason: whyUnknown(shipped),
        }),
        installModules,
      );
  }
}

function whyUnknown(shipped: string | undefined): Words {
  return shipped === undefined
    ? say('its file is not in /usr/share/bulkhead/selinux')
    : say('its text in the policy store cannot be read');
}

function short(checksum: string | undefined): Words {
  return checksum?.slice(0, 12) ?? say('unknown');
}

function judgeForeignModules({ foreignModules }: DoctorFacts): GivenHostCheck {
  const { ok, warn, fail } = judgementOf('foreign-modules', say('Other policy modules'));
  if (foreignModules === undefined)
    return warn(
      say(
        'Whether other policy modules of this host say something about containers cannot be known: ' +
          'semodule does not give them.',
      ),
      advice(say('Install the tools that work on the policy, as named below.')),
    );
  const [first, ...others] = foreignModules.toSorted((one, other) => Number(other.isGrave) - Number(one.isGrave));
  if (first === undefined) return ok(say("No other policy module says anything about Bulkhead's types."));
  return (first.isGrave ? fail : warn)(
    joinWords(
      [
        say('The policy module {module} (priority {priority}) says {statement}: {problem}.', {
          module: first.module,
          priority: first.priority,
          statement: shortened(first.statement),
          problem: first.problem,
        }),
        ...moreOf(others.length),
      ],
      ' ',
    ),
    advice(say('{advice}. The audit of isolation shows all.', { advice: beginSentence(first.advice) })),
  );
}

function moreOf(count: number): readonly Words[] {
  if (count === 0) return [];
  return [
    count === 1 ? say('1 more such statement is there.') : say('{count} more such statements are there.', { count }),
  ];
}

function shortened(statement: string): string {
  return statement.length > 120 ? `${statement.slice(0, 119)}…` : statement;
}

function judgeTools({ missingTools, distribution }: DoctorFacts): GivenHostCheck {
  const { ok, warn } = judgementOf('policy-tools', say('Policy tools'));
  const missing = missingTools.filter((tool) => tool in policyTools);
  if (missing.length === 0) return ok(say('{tools} are installed.', { tools: Object.keys(policyTools).join(', ') }));
  const losses = missing.map((tool) =>
    say('{tool} is not installed ({consequence})', { tool, consequence: policyTools[tool] ?? '' }),
  );
  return warn(say('{losses}.', { losses: joinWords(losses, '; ') }), installFix(missing, distribution));
}
