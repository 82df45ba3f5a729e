// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { fakeContainer, stoppedContainer } from '../../../testing/models/container.ts';
import { englishOf } from '../../text.ts';
import type { Container } from '../containers/container.ts';
import { subjectOf } from './audit-subject.ts';
import { type ContainerFacts, judgeContainer, maxAuditAge } from './judge-container.ts';

const now = 1_795_540_000;

function judged(changes: Partial<Container>, facts: Partial<ContainerFacts> = {}) {
  const container = fakeContainer(changes);
  const audit = { checkedAt: now - 60, subject: subjectOf([container]), findings: [] };
  const { state, reasons } = judgeContainer({ container, selinux: 'enforcing', sharers: [], audit, now, ...facts });
  return [state, ...reasons.map(englishOf)];
}

function finding(severity: 'broken' | 'weak' | 'notice', containers: readonly string[]) {
  return { kind: 'open-port', severity, containers, summary: `it is ${severity}` } as const;
}

describe('a container that runs', () => {
  it('is isolated when SELinux enforces, and a check of now found nothing', () => {
    expect(judged({})[0]).toBe('isolated');
  });

  it('is not isolated on a host where SELinux is disabled, and nothing is said to be logged there', () => {
    const verdict = judged({ confinementMode: 'unconfined', context: null, domain: null }, { selinux: 'disabled' });
    expect(verdict[0]).toBe('not-isolated');
    expect(verdict.join(' ')).toContain('SELinux is disabled on this host');
    expect(verdict.join(' ')).not.toMatch(/permissive|logged/);
  });

  it.each([
    ['permissive' as const, { confinementMode: 'permissive' as const }, 'SELinux is permissive on this host'],
    ['enforcing' as const, { confinementMode: 'permissive' as const }, 'Its domain is permissive'],
    ['enforcing' as const, { confinementMode: 'permissive' as const, confinement: 'learning' as const }, 'It learns'],
    ['enforcing' as const, { confinementMode: 'unconfined' as const, domain: 'spc_t' }, 'spc_t confines nothing'],
  ])('is not isolated where SELinux is %s and %j', (selinux, changes, reason) => {
    const [state, first] = judged(changes, { selinux });
    expect([state, first]).toEqual(['not-isolated', expect.stringContaining(reason)]);
  });

  it('is not isolated while another of the same domain has its categories', () => {
    expect(judged({}, { sharers: [{ name: 'staging', isSameDomain: true }] })).toEqual([
      'not-isolated',
      'It shares categories with staging: SELinux does not isolate them.',
    ]);
  });

  it('is isolated with a remark while only its type isolates it from another', () => {
    expect(judged({}, { sharers: [{ name: 'staging', isSameDomain: false }] })[0]).toBe('isolated-with-remarks');
  });

  it('is unknown before the first check, after a change, and when the check is old or of the future', () => {
    const reasonWith = (audit: ContainerFacts['audit']) => judged({}, { audit }).slice(0, 2);
    const subject = subjectOf([fakeContainer()]);
    const findings = [] as const;
    const unchecked = ['unknown', 'Its isolation has not been checked since it was started or changed.'];
    const old = ['unknown', 'Its isolation was last checked more than an hour ago.'];
    expect(reasonWith(undefined)).toEqual(unchecked);
    expect(reasonWith({ checkedAt: now, findings, subject: new Map() })).toEqual(unchecked);
    expect(reasonWith({ checkedAt: now, findings, subject: subjectOf([fakeContainer({ initPid: 1 })]) })).toEqual(
      unchecked,
    );
    expect(reasonWith({ checkedAt: now - maxAuditAge - 1, findings, subject })).toEqual(old);
    expect(reasonWith({ checkedAt: now + maxAuditAge + 1, findings, subject })).toEqual(old);
    expect(reasonWith({ checkedAt: Number.NaN, findings, subject })).toEqual(old);
  });

  it('is unknown where the policy does not know its context, or it is on another member', () => {
    expect(judged({ confinementMode: 'unknown' })[0]).toBe('unknown');
    expect(judged({ context: null })[0]).toBe('unknown');
    expect(judged({ member: 'two', initPid: null, confinementMode: 'unknown' })[0]).toBe('unknown');
  });

  it('takes what the check found about it, and about the host only what is missing for all', () => {
    const withFindings = (...findings: ReturnType<typeof finding>[]) =>
      judged({}, { audit: { checkedAt: now, subject: subjectOf([fakeContainer()]), findings } });
    expect(withFindings(finding('broken', ['web']))).toEqual(['not-isolated', 'it is broken']);
    expect(withFindings(finding('broken', []))).toEqual(['not-isolated', 'it is broken']);
    expect(withFindings(finding('weak', ['web']))).toEqual(['isolated-with-remarks', 'it is weak']);
    expect(withFindings(finding('weak', []))[0]).toBe('isolated');
    expect(withFindings(finding('notice', ['web']), finding('broken', ['db']))[0]).toBe('isolated');
  });

  it('names what is missing before what is unknown, and that before what weakens it', () => {
    const sharers = [
      { name: 'a', isSameDomain: true },
      { name: 'b', isSameDomain: false },
    ];
    expect(judged({}, { sharers, audit: undefined }).slice(1)).toEqual([
      expect.stringContaining('does not isolate'),
      expect.stringContaining('not been checked'),
      expect.stringContaining('only their types'),
    ]);
  });

  it('says once what is read of the container and what the check found as well', () => {
    const container = fakeContainer({ confinementMode: 'permissive' });
    const found = { kind: 'permissive-domain', severity: 'broken', containers: ['web'], summary: 'again' } as const;
    const audit = { checkedAt: now, subject: subjectOf([container]), findings: [found] };
    expect(judged(container, { audit })).toHaveLength(2);
    const enforced = { ...audit, subject: subjectOf([fakeContainer()]) };
    expect(judged({}, { audit: enforced })).toEqual(['not-isolated', 'again']);
  });
});

it('says of a stopped container what its next start meets', () => {
  const [state, ...reasons] = judged(stoppedContainer, { sharers: [{ name: 'web', isSameDomain: true }] });
  expect([state, reasons.length]).toEqual(['not-running', 2]);
});
