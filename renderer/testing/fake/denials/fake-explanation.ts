// SPDX-License-Identifier: Apache-2.0
/** What a policy might answer about the fake host's denials: one explanation of each kind that its source makes. */

import type { GivenChange } from '../../../../contract/model/policy/change.ts';
import type { DenialGroup } from '../../../../contract/model/denials/denial.ts';
import type { GivenExplanation, GivenRemedy, RiskLevel } from '../../../../contract/model/denials/explanation.ts';
import { categoriesOf } from '../../../../contract/model/contexts/security-context.ts';

const sharedDomain = 'the shared domain bulkhead_t, which other containers may use too,';

/** `changes` are those in force: what one of them was made for is allowed by now. */
export function fakeExplanation(group: DenialGroup, changes: Iterable<GivenChange> = []): GivenExplanation {
  const { id, sourceType, targetType, permissions, sample } = group;
  const access = `${sourceType} ${targetType}:${group.class} { ${permissions.join(' ')} }`;
  if ([...changes].some((change) => change.group === id && change.state === 'applied')) {
    return {
      group: id,
      reason: { kind: 'allowed-now' },
      evidence: [{ kind: 'rule', text: `allow ${access};` }],
      hasDontauditRule: false,
      remedies: [leave('It is allowed now: try it again.')],
    };
  }
  if (group.reason === 'other-categories') {
    return {
      group: id,
      reason: {
        kind: 'other-categories',
        held: [...categoriesOf(sample.source?.level ?? '')],
        needed: [...categoriesOf(sample.target?.level ?? '')],
        otherContainer: 'db',
      },
      evidence: [
        {
          kind: 'constraint',
          text: `mlsconstrain ${group.class} { ${permissions.join(' ')} } (or (dom h1 h2) (neq t1 mcs_constrained_type));`,
        },
      ],
      hasDontauditRule: false,
      remedies: [
        leave(
          sample.permissive === true
            ? 'SELinux would have blocked this, but the domain or the host is permissive: ' +
                'let it enforce again, and allow nothing.'
            : 'Container isolation works as intended: leave it as it is.',
        ),
        shareVolume(group),
      ],
    };
  }
  if (sample.port !== null) {
    return {
      group: id,
      reason: {
        kind: 'port-label',
        protocol: 'tcp',
        port: sample.port,
        actual: targetType,
        suitable: ['dns_port_t', 'postgresql_port_t'],
      },
      evidence: [{ kind: 'missing-rule', text: `allow ${access};` }],
      hasDontauditRule: false,
      remedies: [servePort(group, sample.port), labelPort(group, sample.port)],
    };
  }
  if (group.class === 'tcp_socket') {
    return {
      group: id,
      reason: { kind: 'boolean', booleans: [{ name: 'bulkhead_connect_mail', value: true }] },
      evidence: [{ kind: 'boolean', text: `bulkhead_connect_mail is off; on, it has allow ${access};` }],
      hasDontauditRule: false,
      remedies: [ownRule(group, 'medium'), setBoolean(group)],
    };
  }
  return {
    group: id,
    reason: { kind: 'no-rule' },
    evidence: [{ kind: 'missing-rule', text: `allow ${access};` }],
    hasDontauditRule: false,
    remedies: [leave('If the program works without it, leave it denied.'), ownRule(group, levelOf(group))],
  };
}

const dangerous: Readonly<Record<string, string>> = {
  shadow_t: 'could reach what holds secrets or the policy of the system (shadow_t)',
  system_map_t:
    'could read kernel symbol addresses (system_map_t); they help to attack the kernel, which all containers share',
  debugfs_t: 'could read the internals of the kernel and its drivers (debugfs_t)',
};

/** Rates the denial as the real helper does: a known leak, a change, or a look at what nobody knows. */
function levelOf({ targetType, permissions }: DenialGroup): RiskLevel {
  if (Object.hasOwn(dangerous, targetType)) return 'high';
  return permissions.includes('write') ? 'medium' : 'unknown';
}

const nothing = { opens: [], opensCount: 0, loses: [], losesCount: 0, touches: [], cannotApply: null, needs: null };

function leave(summary: string): GivenRemedy {
  return {
    ...nothing,
    id: 'leave',
    kind: 'leave',
    reach: 'container',
    summary,
    change: [],
    risk: { level: 'low', reason: 'Nothing changes.' },
    cannotApply: 'there is nothing to apply',
  };
}

function shareVolume({ sourceType, sample: { container } }: DenialGroup): GivenRemedy {
  const name = container ?? 'web';
  return {
    ...nothing,
    id: 'share-volume:5c1e3b2a90f4d687',
    kind: 'share-volume',
    reach: 'containers',
    summary:
      'Share the volume /srv/db of db with this container, at /var/lib/postgresql and to be read ' +
      'only; no other container can access it.',
    change: [
      'chcon -R system_u:object_r:bulkhead_shared_993_t:s0:c993 /srv/db',
      'db: lxc.selinux.context = system_u:system_r:bulkhead_c_db_t:s0:c3,c4-s0:c3,c4,c993',
      `${name}: lxc.selinux.context = system_u:system_r:bulkhead_t:s0:c1,c2-s0:c1,c2,c993`,
      `${name}: mount /srv/db on /var/lib/postgresql, read only`,
    ],
    opens: [
      {
        source: sourceType,
        target: 'bulkhead_shared_993_t',
        class: 'file',
        permissions: ['getattr', 'open', 'read', 'map'],
      },
      {
        source: sourceType,
        target: 'bulkhead_shared_993_t',
        class: 'dir',
        permissions: ['getattr', 'open', 'read', 'search'],
      },
    ],
    opensCount: 2,
    risk: { level: 'medium', reason: 'It could read all that db keeps in /srv/db, not only what it asked for.' },
    touches: ['db'],
  };
}

function ownRule(
  { sourceType, targetType, permissions, class: className }: DenialGroup,
  level: RiskLevel,
): GivenRemedy {
  const isShared = sourceType === 'bulkhead_t';
  const who = isShared ? 'Every container in the shared domain' : 'The container';
  const looks = `could read objects of type ${targetType}, and not change them; the policy does not say what they hold`;
  const gain =
    dangerous[targetType] ??
    (level === 'unknown' ? looks : `gets ${permissions.join(', ')} on ${className} objects of type ${targetType}`);
  const forbidden =
    level === 'high' ? 'it is too dangerous for one click; an administrator who wants it does it by hand' : null;
  return {
    ...nothing,
    id: 'own-rule',
    kind: 'own-rule',
    reach: isShared ? 'containers' : 'container',
    summary:
      `Allow ${isShared ? sharedDomain : "this container's domain"} to ${permissions.join(', ')} ` +
      `${className} of type ${targetType}.`,
    change: [`(allow ${sourceType} ${targetType} (${className} (${permissions.join(' ')})))`],
    opens: [{ source: sourceType, target: targetType, class: className, permissions: [...permissions] }],
    opensCount: 1,
    risk: { level, reason: `${who} ${gain}.` },
    cannotApply:
      forbidden ??
      (isShared
        ? `${sourceType} is the shared domain, so the rule would apply to other containers too; ` +
          'give the container its own domain first'
        : null),
    needs: isShared && forbidden === null ? 'own-domain' : null,
  };
}

function servePort({ sourceType, targetType, permissions, class: className }: DenialGroup, port: number): GivenRemedy {
  return {
    ...nothing,
    id: `serve-port:tcp_${port}`,
    kind: 'serve-port',
    reach: 'container',
    summary:
      `Add tcp port ${port} to the ports that this container listens on. ` +
      `Its type ${targetType} also has the ports 3128, 8118, 10001 to 10010.`,
    change: [`(call bulkhead_serve_tcp (${sourceType} ${targetType}))`],
    opens: [{ source: sourceType, target: targetType, class: className, permissions: [...permissions] }],
    opensCount: 1,
    risk: {
      level: 'low',
      reason: `The container could listen in its own network on every port that is ${targetType}.`,
    },
  };
}

function labelPort({ sourceType, targetType, class: className }: DenialGroup, port: number): GivenRemedy {
  const [label, gained] = ['postgresql_port_t', ['name_bind', 'name_connect']];
  return {
    ...nothing,
    id: `port-label:${label}`,
    kind: 'port-label',
    reach: 'host',
    summary: `Label tcp port ${port} as ${label} instead of ${targetType}, for the whole host; this domain may use ${label}.`,
    change: [`semanage port -a -t ${label} -p tcp ${port}`],
    opens: [sourceType, 'postgresql_t', 'httpd_t'].map((source) => ({
      source,
      target: label,
      class: className,
      permissions: gained,
    })),
    opensCount: 30,
    loses: ['squid_t', 'privoxy_t'].map((source) => ({
      source,
      target: targetType,
      class: className,
      permissions: gained,
    })),
    losesCount: 13,
    risk: {
      level: 'medium',
      reason:
        `The container gets name_bind on tcp port ${port}. ` +
        '29 further accesses for others on the host, among them name_bind, name_connect for postgresql_t. ' +
        '13 domains, among them squid_t, could use it until now (name_bind, name_connect) and cannot after.',
    },
    touches: ['web', 'wiki'],
  };
}

function setBoolean({ sourceType, targetType, permissions, class: className }: DenialGroup): GivenRemedy {
  return {
    ...nothing,
    id: 'boolean:bulkhead_connect_mail',
    kind: 'boolean',
    sets: { name: 'bulkhead_connect_mail', isOn: true },
    reach: 'host',
    summary: 'Set the boolean bulkhead_connect_mail on, for the whole host.',
    change: ['setsebool -P bulkhead_connect_mail on'],
    opens: [targetType, 'pop_port_t'].map((target) => ({
      source: sourceType,
      target,
      class: className,
      permissions: [...permissions],
    })),
    opensCount: 2,
    risk: {
      level: 'medium',
      reason: `${sourceType} gets ${permissions.join(', ')} on ${className} objects of type ${targetType}.`,
    },
    touches: ['web', 'wiki'],
  };
}
