// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { PolicyQuestion } from '../../../contract/model/policy/policy-question.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const [running, stopped] = [`asked-r-${suffix}`, `asked-s-${suffix}`] as const;

let helper: LabClient;
let a: Container;

beforeAll(async () => {
  helper = await openLabClient(lab);
  [a] = await Promise.all([
    helper.create({ name: running, image: 'debian-13', start: true }),
    helper.create({ name: stopped, image: 'debian-13' }),
  ]);
});
afterAll(() => helper.close());

describe('a question to the policy', () => {
  async function answerTo(question: PolicyQuestion): Promise<string> {
    return (await (await helper.client()).request('policy.ask', { question })).sentence;
  }

  it('is answered for a path as it is labelled now, and as the container itself finds it', async () => {
    const held = a.categories.join(' and ');
    const needed = ((await helper.find(stopped))?.categories ?? []).join(' and ');
    const subject = { kind: 'container', name: running } as const;
    expect(await answerTo({ kind: 'path', subject, verb: 'read', owner: stopped, path: '/etc/hostname' })).toBe(
      `${running} may not read /etc/hostname of ${stopped}: it has the categories ${needed}, and the process holds ${held}.`,
    );
    expect(await answerTo({ kind: 'path', subject, verb: 'read', owner: running, path: '/etc/hostname' })).toMatch(
      ` may read /etc/hostname of ${running}: a rule allows bulkhead_t this on bulkhead_file_t`,
    );
    expect(await answerTo({ kind: 'path', subject, verb: 'read', path: '/etc/shadow' })).toMatch(
      ' may not read /etc/shadow of the host: no rule allows bulkhead_t to open, read and getattr on shadow_t.',
    );
    // A link out of the container leads to the container's own file, not to the host's.
    await helper.exec(running, 'ln', '-s', '/etc/shadow', '/root/link');
    expect(await answerTo({ kind: 'path', subject, verb: 'read', owner: running, path: '/root/link' })).toMatch(
      'this on bulkhead_file_t',
    );
  });

  it('is answered for ports and types, with the containers concerned', async () => {
    const { sentence, containers } = await (
      await helper.client()
    ).request('policy.ask', { question: { kind: 'port', protocol: 'tcp', port: 5432 } });
    expect(sentence).toMatch(
      /^tcp 5432 is postgresql_port_t: \d+ types may connect to it, \d+ may listen on it\. Among them: /,
    );
    expect(containers).toContainEqual({
      name: running,
      isAllowed: true,
      reason: 'it may connect to it and listen on it',
    });
    expect(await answerTo({ kind: 'holders', target: 'shadow_t', class: 'file', permissions: ['write'] })).toMatch(
      /^\d+ types may write file objects of shadow_t\. No container is among them\.$/,
    );
    expect(
      await answerTo({
        kind: 'reach',
        subject: { kind: 'container', name: running },
        class: 'file',
        permissions: ['write'],
      }),
    ).toMatch(/Nothing of another container is among them\.$/);
  });
});
