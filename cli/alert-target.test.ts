// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type AlertTarget, webhookSecretSchema } from '../contract/model/alerts/alert-target.ts';
import type { Params } from '../contract/operations/index.ts';
import { given } from '../testing/given-host.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';

const target: AlertTarget = {
  id: 2,
  name: 'chat',
  route: { by: 'webhook', origin: 'https://hooks.example', isSigned: true },
  isCriticalOnly: true,
  withEnds: false,
  isEnabled: true,
  mutedUntil: null,
  waiting: 3,
  nextAttemptAt: 60,
  last: { at: 30, outcome: 'failed', alerts: 1, detail: 'https://hooks.example answered 500' },
};
const url = 'https://hooks.example/t0ken';
const secret = `whsec_${'A'.repeat(32)}`;

/** What the helper was asked to set, and the words after `alert target set` that ask. */
async function givenTargets() {
  const asked: Params<'alert.set-target'>[] = [];
  const socketPath = await given({
    'alert.list': async () => ({ rules: [], alerts: [], targets: [target] }),
    'alert.set-target': async (params) => (asked.push(params), target),
  });
  const set = (words: string, stdin?: PassThrough) =>
    runCommand(['alert', 'target', 'set', ...words.split(' ').filter((word) => word !== '')], {
      socketPath,
      ...(stdin !== undefined && { stdin }),
    });
  return { asked, set, socketPath };
}

describe('alert target', () => {
  it('adds a mail, and changes what is given of a target', async () => {
    const { asked, set } = await givenTargets();
    await set('mail --to ops@example.org --to root --critical');
    await set('--target 2 --ends --no-critical --off');
    expect(asked).toEqual([
      {
        choice: {
          name: 'ops@example.org',
          route: { by: 'mail', to: ['ops@example.org', 'root'] },
          isCriticalOnly: true,
          withEnds: true,
          isEnabled: true,
        },
      },
      {
        target: 2,
        choice: { name: 'chat', route: { by: 'webhook' }, isCriticalOnly: false, withEnds: true, isEnabled: false },
      },
    ]);
  });

  it('reads address and secret of a webhook from a file and from stdin', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bulkhead-target-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'address'), `${url}\n`);
    const { asked, set } = await givenTargets();
    const stdin = new PassThrough();
    stdin.end(`${secret}\nmore\n`);
    await set(`webhook --url-from ${folder}/address --secret-from -`, stdin);
    await set('--target 2 --unsigned');
    expect(asked.map(({ choice }) => choice.route)).toEqual([
      { by: 'webhook', url, secret },
      { by: 'webhook', secret: null },
    ]);
    expect((await set('webhook --url-from /nonexistent/file')).exitCode).toBe(2);
  });

  it('makes a secret, and prints it this once', async () => {
    const { asked, set } = await givenTargets();
    const { stdout } = await set(`webhook --url ${url} --new-secret`);
    const route = asked[0]?.choice.route;
    const made = route?.by === 'webhook' ? (route.secret ?? '') : '';
    expect(webhookSecretSchema().safeParse(made).success).toBe(true);
    expect(stdout).toContain(made);
    const { secret: printed } = linesOf((await set(`webhook --url ${url} --new-secret --json`)).stdout)[0] as {
      readonly secret: string;
    };
    expect(printed).not.toBe(made);
  });

  it('accepts no words that contradict each other, and no address that is none', async () => {
    const { asked, set } = await givenTargets();
    const contradictions = ['', 'mail --target 2', 'pigeon', `mail --to root --url ${url}`, 'webhook --to root'];
    const addresses = [
      'mail --to -froot',
      'mail',
      'webhook --url http://example.org',
      `webhook --url ${url} --name \t`,
    ];
    for (const words of [...contradictions, ...addresses])
      expect([words, (await set(words)).exitCode]).toEqual([words, 2]);
    expect(asked).toEqual([]);
  });

  it('lists targets with how the last message went', async () => {
    const { socketPath } = await givenTargets();
    const { stdout } = await runCommand(['alert', 'target', 'ls'], { socketPath });
    expect(stdout).toMatch(/2\s+chat\s+https:\/\/hooks\.example, signed\s+critical\s+on\s+3\s+.*failed: https/);
    expect(linesOf((await runCommand(['alert', 'target', 'ls', '--json'], { socketPath })).stdout)).toMatchObject([
      { id: 2, by: 'webhook', origin: 'https://hooks.example', signed: true, critical_only: true, waiting: 3 },
    ]);
  });

  it('tries, mutes, unmutes and removes a target', async () => {
    const asked: unknown[] = [];
    const socketPath = await given({
      'alert.try-target': async (params) => (asked.push(['try', params]), target),
      'alert.mute-target': async (params) => (asked.push(['mute', params]), target),
      'alert.remove-target': async (params) => (asked.push(['remove', params]), {}),
    });
    for (const words of ['try 2', 'mute 2 --for 8h', 'unmute 2', 'rm 2'])
      expect((await runCommand(['alert', 'target', ...words.split(' ')], { socketPath })).exitCode).toBe(0);
    expect(asked).toEqual([
      ['try', { target: 2 }],
      ['mute', { target: 2, seconds: 28_800 }],
      ['mute', { target: 2, seconds: 0 }],
      ['remove', { target: 2 }],
    ]);
  });
});
