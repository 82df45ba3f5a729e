// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { act, cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Failure } from '../../../../contract/errors.ts';
import type { Certificate } from '../../../../contract/model/policy/proof.ts';
import { fakeProof } from '../../../testing/fake/policies/fake-proof.ts';
import { createFakeHost } from '../../../testing/fake/fake-host.ts';
import { clearHostStores } from '../../../host/host-stores.ts';
import { useConnection } from '../../../host/connection.ts';
import { recordCalls } from '../../../testing/record-calls.ts';
import { useClock } from '../../../window/clock.ts';
import { ProofPart } from './proof-part.tsx';

const host = createFakeHost({ hostname: 'lab' });
const { certificate, ...signed } = fakeProof(host);
/** The policy that the host has loaded. */
let loaded: string | null;

beforeEach(() => {
  loaded = certificate.policySha256;
  useConnection.setState({ infos: new Map([['lab', { selinux: { status: 'enforcing' } }]]) as never });
});
afterEach(() => {
  cleanup();
  clearHostStores();
});

function show(
  last: Certificate | null = null,
  identify = () => ({ loadedSha256: loaded, publicKey: null }),
  proved: Certificate = certificate,
) {
  const calls = recordCalls({
    'policy.identify': identify,
    'policy.certificate': () => ({ last: last === null ? null : { certificate: last, ...signed } }),
    'policy.prove': () => ({ certificate: proved, ...signed }),
  });
  render(<ProofPart />);
  return calls;
}

async function prove(): Promise<void> {
  await userEvent.click(screen.getByRole('button', { name: 'Prove' }));
  await screen.findByText(/^Proven: nothing passes/);
}

/** Ten seconds later the host is asked again. */
async function refresh(): Promise<void> {
  await act(async () => useClock.setState(({ now }) => ({ now: now + 10 })));
}

const sign = (): string => screen.getByRole('status').textContent;

it('asks for nothing that needs a password before it is pressed', async () => {
  const calls = show();
  await refresh();
  expect(new Set(calls.map(({ name }) => name))).toEqual(new Set(['policy.identify']));
});

it('is out of date by itself when another policy is loaded', async () => {
  show();
  await prove();
  expect(sign()).toMatch(/^With remarks/);
  loaded = 'another';
  await refresh();
  expect((await screen.findByRole('alert')).textContent).toContain('another policy is loaded now');
  expect(sign()).toMatch(/^Unknown/);
});

it('is not green while nobody knows which policy is loaded', async () => {
  let isThere = true;
  show(null, () => {
    if (!isThere) throw new Failure('policy-unavailable', { reason: 'gone' });
    return { loadedSha256: loaded, publicKey: null };
  });
  await prove();
  isThere = false;
  await refresh();
  expect((await screen.findByRole('alert')).textContent).toContain('Nobody knows');
  expect(sign()).toMatch(/^Unknown/);
});

it('shows what differs from the last certificate of the host', async () => {
  const last = { ...certificate, provedAt: 1, proof: { ...certificate.proof, exceptions: [], trusted: [] } };
  show(last);
  await prove();
  const lines = within(screen.getByRole('list', { name: 'Since the last certificate' })).getAllByRole('listitem');
  expect(lines.map(({ textContent }) => textContent).join('\n')).toContain('+ Exception: Control groups, cgroup_t:dir');
});

it('names each object that lacks the categories of its container, and says what was looked at', async () => {
  const { objects } = certificate.proof;
  if (objects === undefined) throw new Error('the fake host looks at objects');
  const found = {
    container: 'web',
    kind: 'socket' as const,
    path: '/proc/7/fd/3 -> socket:[9]\u202e',
    context: 'system_u:system_r:bulkhead_t:s0',
    lacks: 'all' as const,
    remedy: 'Restart web.',
  };
  const proof = {
    ...certificate.proof,
    verdict: 'open' as const,
    objects: { ...objects, found: [found], foundCount: 1 },
  };
  show(null, undefined, { ...certificate, proof });
  await userEvent.click(screen.getByRole('button', { name: 'Prove' }));
  const list = within(await screen.findByRole('list', { name: 'Objects without the categories of their container' }));
  const item = list.getByRole('listitem').textContent;
  expect(item).toContain('(socket of web) has no categories: system_u:system_r:bulkhead_t:s0 Restart web.');
  expect(item).not.toContain('\u202e');
  expect(sign()).toContain('Not proven: 1 objects of running containers do not hold their categories.');
  expect(screen.getByText(/^web: 21 mounts, 2410 files, 2 terminals/)).toBeTruthy();
});
