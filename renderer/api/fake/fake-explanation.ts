/** What a policy might answer about the fake host's denials: one explanation of each kind that its source makes. */

import type { DenialGroup } from '../../../contract/model/denial.ts';
import type { Explanation, Remedy } from '../../../contract/model/explanation.ts';
import { categoriesOf } from '../../../contract/model/security-context.ts';

export function fakeExplanation(group: DenialGroup): Explanation {
  const { id, sourceType, targetType, permissions, sample } = group;
  const access = `${sourceType} ${targetType}:${group.class} { ${permissions.join(' ')} }`;
  if (group.reason === 'other-categories') {
    return {
      group: id,
      reason: { kind: 'other-categories', held: [...categoriesOf(sample.source?.level ?? '')], needed: [...categoriesOf(sample.target?.level ?? '')], neighbour: 'db' },
      evidence: [{ kind: 'constraint', text: `mlsconstrain ${group.class} { ${permissions.join(' ')} } (or (dom h1 h2) (neq t1 mcs_constrained_type));` }],
      isUsuallyHidden: false,
      remedies: [leave('The wall between the containers does its work: leave it as it is.'), shareVolume(group)],
    };
  }
  if (group.class === 'tcp_socket') {
    return {
      group: id,
      reason: { kind: 'boolean', booleans: [{ name: 'bulkhead_connect_mail', value: true }] },
      evidence: [{ kind: 'boolean', text: `bulkhead_connect_mail is off; on, it has allow ${access};` }],
      isUsuallyHidden: false,
      remedies: [ownRule(group, access), setBoolean(group)],
    };
  }
  return {
    group: id,
    reason: { kind: 'no-rule' },
    evidence: [{ kind: 'missing-rule', text: `allow ${access};` }],
    isUsuallyHidden: false,
    remedies: [leave('If the program works without it, leave it refused.'), ownRule(group, access)],
  };
}

function leave(summary: string): Remedy {
  return { id: 'leave', kind: 'leave', summary, change: [], opens: [], opensCount: 0, risk: { level: 'low', reason: 'Nothing changes.' }, touches: [], cannotApply: 'there is nothing to apply' };
}

function shareVolume({ sourceType, sample: { container } }: DenialGroup): Remedy {
  const name = container ?? 'web';
  return {
    id: 'share-volume:5c1e3b2a90f4d687',
    kind: 'share-volume',
    summary: 'Share the volume /srv/db of db with this container, at /var/lib/postgresql and to be read only; nobody else gets at it.',
    change: [
      'chcon -R system_u:object_r:bulkhead_shared_993_t:s0:c993 /srv/db',
      'db: lxc.selinux.context = system_u:system_r:bulkhead_c_db_t:s0:c3,c4-s0:c3,c4,c993',
      `${name}: lxc.selinux.context = system_u:system_r:bulkhead_t:s0:c1,c2-s0:c1,c2,c993`,
      `${name}: mount /srv/db on /var/lib/postgresql, read only`,
    ],
    opens: [
      { source: sourceType, target: 'bulkhead_shared_993_t', class: 'file', permissions: ['getattr', 'open', 'read', 'map'] },
      { source: sourceType, target: 'bulkhead_shared_993_t', class: 'dir', permissions: ['getattr', 'open', 'read', 'search'] },
    ],
    opensCount: 2,
    risk: { level: 'low', reason: 'It could read all that db keeps in /srv/db, not only what it asked for.' },
    touches: ['db'],
    cannotApply: null,
  };
}

function ownRule({ sourceType, targetType, permissions, class: className }: DenialGroup, access: string): Remedy {
  return {
    id: 'own-rule',
    kind: 'own-rule',
    summary: `Allow the container's own domain to ${permissions.join(', ')} ${className} of type ${targetType}.`,
    change: [`(allow ${sourceType} ${targetType} (${className} (${permissions.join(' ')})))`],
    opens: [{ source: sourceType, target: targetType, class: className, permissions: [...permissions] }],
    opensCount: 1,
    risk: { level: 'medium', reason: `It allows ${access}.` },
    touches: [],
    cannotApply: `${sourceType} is not this container's own domain, so the rule would hold for others too; give the container a domain of its own first`,
  };
}

function setBoolean({ sourceType, targetType, permissions, class: className }: DenialGroup): Remedy {
  return {
    id: 'boolean:bulkhead_connect_mail',
    kind: 'boolean',
    summary: 'Set the boolean bulkhead_connect_mail on, for the whole host.',
    change: ['setsebool -P bulkhead_connect_mail on'],
    opens: [targetType, 'pop_port_t'].map((target) => ({ source: sourceType, target, class: className, permissions: [...permissions] })),
    opensCount: 2,
    risk: { level: 'medium', reason: `${sourceType} gets ${permissions.join(', ')} on ${className} objects of type ${targetType}.` },
    touches: ['web', 'wiki'],
    cannotApply: null,
  };
}
