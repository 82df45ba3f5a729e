// SPDX-License-Identifier: Apache-2.0
/** Judges whether a container is isolated, from all that is known of it. What is not known never counts as isolated. */

import { listWords } from '../../wording/list-words.ts';
import { say, type Words } from '../../text.ts';
import type { Container } from '../containers/container.ts';
import type { SelinuxStatus } from '../host/host.ts';
import type { FindingKind, Severity } from '../isolation-finding.ts';
import { type AuditSubject, signatureOf } from './audit-subject.ts';
import type { Sharer } from './category-sharers.ts';
import { makeVerdict, type Verdict } from './verdict.ts';

export type SelinuxMode = SelinuxStatus['status'];

interface AuditedFinding {
  readonly kind: FindingKind;
  readonly severity: Severity;
  /** Is empty for the host as a whole. */
  readonly containers: readonly string[];
  readonly summary: Words;
}

/** An audit that came to its end. */
export interface AuditRecord {
  readonly checkedAt: number;
  readonly subject: AuditSubject;
  readonly findings: readonly AuditedFinding[];
}

export interface ContainerFacts {
  readonly container: Container;
  readonly selinux: SelinuxMode;
  readonly sharers: readonly Sharer[];
  /** Holds the latest audit; undefined before the first. */
  readonly audit: AuditRecord | undefined;
  /** Seconds since the epoch. */
  readonly now: number;
}

/** Seconds after which an audit says nothing about now: processes, mounts and modules change without a container. */
export const maxAuditAge = 3600;

/** These are said of the container itself already, from what is read of it now. */
const saidOfContainer: readonly FindingKind[] = [
  'selinux-disabled',
  'permissive-host',
  'unconfined',
  'permissive-domain',
  'no-context',
];

/** States of a container that has no init because it is not up, and not because its init is out of sight. */
const withoutInit: readonly Container['state'][] = ['stopped', 'starting', 'stopping', 'aborting'];

/** Takes what is known of a container, and gives its verdict. */
export function judgeContainer(facts: ContainerFacts): Verdict {
  const { container, audit } = facts;
  const checkedAt = audit?.checkedAt ?? null;
  const breaches = [...breachesOf(facts), ...breachesBySharing(facts)];
  if (container.initPid === null && withoutInit.includes(container.state)) {
    const stopped = say('It is not running. Its confinement is applied and verified when it starts.');
    return makeVerdict({ state: 'not-running', reasons: [stopped, ...breaches], checkedAt: null });
  }
  const audited = holds(facts) ? findingsOf(facts) : [];
  const broken = [...breaches, ...summariesOf(audited, 'broken')];
  const unknowns = unknownsOf(facts);
  const remarks = [...remarksBySharing(facts), ...summariesOf(audited, 'weak')];
  const reasons = [...broken, ...unknowns, ...remarks];
  if (broken.length > 0) return makeVerdict({ state: 'not-isolated', reasons, checkedAt });
  if (unknowns.length > 0) return makeVerdict({ state: 'unknown', reasons, checkedAt });
  if (remarks.length > 0) return makeVerdict({ state: 'isolated-with-remarks', reasons, checkedAt });
  const sound = say(
    'SELinux enforces its domain, no other container shares its categories, and the last check found nothing: it ' +
      'cannot access other containers.',
  );
  return makeVerdict({ state: 'isolated', reasons: [sound], checkedAt });
}

/** What is missing in the confinement of the container itself. */
function breachesOf({ container, selinux }: ContainerFacts): readonly Words[] {
  const { confinementMode, confinement, domain } = container;
  if (selinux === 'disabled')
    return [say('SELinux is disabled on this host: only user namespaces, cgroups and seccomp isolate it.')];
  if (confinementMode === 'unconfined')
    return [
      domain === null
        ? say('It has no SELinux context, so SELinux does not confine it.')
        : say('Its domain {domain} confines nothing.', { domain }),
    ];
  if (selinux === 'permissive')
    return [say('SELinux is permissive on this host: what it would deny is logged, not blocked.')];
  if (confinementMode !== 'permissive') return [];
  return [
    confinement === 'learning'
      ? say('It learns: what SELinux would deny is logged, not blocked, until learning ends.')
      : say('Its domain is permissive: what SELinux would deny is logged, not blocked.'),
  ];
}

function breachesBySharing({ sharers }: ContainerFacts): readonly Words[] {
  const names = sharers.filter(({ isSameDomain }) => isSameDomain).map(({ name }) => name);
  return names.length === 0
    ? []
    : [say('It shares categories with {names}: SELinux does not isolate them.', { names: listWords(names) })];
}

function remarksBySharing({ sharers }: ContainerFacts): readonly Words[] {
  const names = sharers.filter(({ isSameDomain }) => !isSameDomain).map(({ name }) => name);
  return names.length === 0
    ? []
    : [say('It shares categories with {names}: only their types isolate them.', { names: listWords(names) })];
}

function unknownsOf(facts: ContainerFacts): readonly Words[] {
  const { container, audit } = facts;
  const { name, context, confinementMode, initPid, member } = container;
  if (initPid === null)
    return [
      member === null
        ? say('It is running, but the helper does not see its processes.')
        : say('It is on {member}, another member of its cluster: the helper here cannot check it.', { member }),
    ];
  if (confinementMode === 'unknown' || (confinementMode === 'enforced' && context === null))
    return [say('The loaded policy does not know its context.')];
  if (holds(facts)) return [];
  return [
    audit?.subject.has(name) === true && isOld(audit, facts.now)
      ? say('Its isolation was last checked more than an hour ago.')
      : say('Its isolation has not been checked since it was started or changed.'),
  ];
}

/** Says whether the audit speaks of the container as it is now. */
function holds({ container, audit, now }: ContainerFacts): boolean {
  return audit !== undefined && !isOld(audit, now) && audit.subject.get(container.name) === signatureOf(container);
}

/** Says whether the audit is too old, or of the future, which a clock that was set back makes. */
function isOld({ checkedAt }: AuditRecord, now: number): boolean {
  return !(Math.abs(now - checkedAt) <= maxAuditAge);
}

/**
 * Gives the findings that name the container, and those about the host where isolation is missing for all. It leaves
 * out what is said from the container as it is read now.
 */
function findingsOf(facts: ContainerFacts): readonly AuditedFinding[] {
  const { container, audit, sharers } = facts;
  const isBreached = breachesOf(facts).length > 0;
  const isSaid = ({ kind, severity }: AuditedFinding): boolean =>
    kind === 'shared-categories'
      ? sharers.some(({ isSameDomain }) => isSameDomain || severity !== 'broken')
      : isBreached && saidOfContainer.includes(kind);
  return (audit?.findings ?? []).filter(
    (finding) =>
      !isSaid(finding) &&
      (finding.containers.includes(container.name) ||
        (finding.containers.length === 0 && finding.severity === 'broken')),
  );
}

function summariesOf(findings: readonly AuditedFinding[], severity: Severity): readonly Words[] {
  return findings.filter((finding) => finding.severity === severity).map(({ summary }) => summary);
}
