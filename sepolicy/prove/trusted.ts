// SPDX-License-Identifier: Apache-2.0
/**
 * Domains of the host that are trusted not to carry anything from one container to another, with the reason. Those with
 * the power to change the host's programs or its policy are found by their rules; others are named here.
 */

import { type Phrase, say } from '../../contract/text.ts';
import type { LoadedPolicy } from '../loaded-policy.ts';
import type { FlowRules } from './flow-rules.ts';

interface Trust {
  readonly reason: Phrase;
  /** Trusted with these alone, as `class permission`; with all when left out. */
  readonly only?: readonly string[];
}

const named: Readonly<Record<string, Trust>> = {
  bulkhead_helper_t: { reason: say('It manages containers, and so has to write what they read.') },
  bulkhead_incus_t: { reason: say('It manages instances, and so has to write what they read.') },
  setfiles_t: { reason: say('It gives files the labels of the policy; the administrator starts it.') },
  restorecond_t: { reason: say('It gives files the labels of the policy.') },
  sysadm_t: { reason: say("It is the administrator's own session.") },
  abrt_t: { reason: say('It collects crashes, and sets in /proc what is dumped of a process.'), only: ['file write'] },
  abrt_helper_t: {
    reason: say('A program that crashes starts it, and it writes to the pipe of that program.'),
    only: ['fifo_file write', 'fifo_file append'],
  },
  snapperd_t: {
    reason: say('It removes folders of old snapshots.'),
    only: ['dir write', 'dir rmdir'],
  },
  systemd_logind_t: {
    reason: say('It removes what users leave behind when they log out.'),
    only: ['sem destroy', 'shm destroy', 'msgq destroy'],
  },
  gssd_t: {
    reason: say('It gives keys of Kerberos to those who ask for them.'),
    only: ['key write', 'key setattr', 'key create'],
  },
  systemd_homework_t: {
    reason: say('It sets up home folders, with their keys.'),
    only: ['key write', 'key setattr', 'key create'],
  },
};

const permissive = say('It is permissive: the policy denies it nothing.');
const powerful = say('It may change programs or the policy of the host, so that no policy confines it.');

/** Files whose writer becomes whatever runs or reads them. */
const powerOverFiles = ['bin_t', 'shadow_t', 'semanage_store_t', 'selinux_config_t'];
const powerOver: Readonly<Record<string, readonly string[]>> = {
  security: ['load_policy', 'setenforce'],
  system: ['module_load'],
};

/** Gives the reason why a domain is trusted with an access; undefined where it is not. */
export type TrustedWith = (
  domain: string,
  access: { readonly class: string; readonly permissions: readonly string[] },
) => Phrase | undefined;

export function createTrust(rules: FlowRules): TrustedWith {
  const known = new Map<string, Trust | undefined>();
  return (domain, { class: className, permissions }) => {
    if (!known.has(domain)) known.set(domain, trustOf(rules, domain));
    const trust = known.get(domain);
    const isWithin = permissions.every((permission) => trust?.only?.includes(`${className} ${permission}`) ?? true);
    return isWithin ? trust?.reason : undefined;
  };
}

function trustOf(rules: FlowRules, domain: string): Trust | undefined {
  if (rules.policy.permissiveTypes.has(domain)) return { reason: permissive };
  if (isPowerful(rules, domain)) return { reason: powerful };
  return Object.hasOwn(named, domain) ? named[domain] : undefined;
}

function isPowerful(rules: FlowRules, domain: string): boolean {
  return rules
    .ofSource(domain)
    .some(
      ({ rule }) =>
        rule.permissions.some((permission) => powerOver[rule.class]?.includes(permission)) ||
        (rule.class === 'file' &&
          rule.permissions.includes('write') &&
          powerOverFiles.some((type) => isTarget(rules.policy, rule.target, type))),
    );
}

function isTarget(policy: LoadedPolicy, target: string, type: string): boolean {
  return target === type || policy.attributes.get(target)?.has(type) === true;
}
