// SPDX-License-Identifier: Apache-2.0
/** A real agent of polkit, in a session of its own on a virtual terminal, types the password of `admin`. */

import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ActionName, actions } from '../../contract/actions.ts';
import { type LabHelper, openLabHelper, operator } from '../../hosts/fixtures/hostile-clients.ts';
import { isThorough } from '../../lab/thorough.ts';
import { harmlessCalls } from './fixtures/harmless-calls.ts';

/**
 * All actions are tried every night; for a change some that keep a password and some that do not, since each types two.
 */
const everyday: readonly ActionName[] = [
  'view-host',
  'start-containers',
  'tag-containers',
  'manage-containers',
  'change-policy',
  'open-consoles',
];
const harmless = harmlessCalls();
const tried = isThorough ? harmless : Object.fromEntries(everyday.map((action) => [action, harmless[action]]));
const slow = { timeout: 900_000 };
const unit = 'bulkhead-test-session';
const output = '/tmp/bulkhead-test-session.out';
/** The first lets the prompt be answered, the second has those that were begun. */
const [go, seen] = ['/tmp/bulkhead-test-go', '/tmp/bulkhead-test-prompts'];
const logins = 'autovt@tty2.service getty@tty2.service';

let lab: LabHelper;

beforeAll(async () => {
  lab = await openLabHelper();
  // A login prompt of the host's on that terminal would hang up on what runs there.
  await lab.guest.mustRun(`systemctl mask --runtime -q ${logins} && systemctl stop ${logins}`);
}, slow.timeout);
afterAll(async () => {
  await lab.guest.run(
    `systemctl stop ${unit}; systemctl unmask --runtime ${logins}; rm -f ${output} ${output}.err ${go} ${seen}`,
  );
  await activate(1);
});

/** Makes a virtual terminal the one that a person would see: a session on it is active then. */
async function activate(terminal: number): Promise<void> {
  const vtActivate = 0x5606;
  await lab.guest.mustRun([
    'python3',
    '-c',
    `import fcntl, os; fcntl.ioctl(os.open('/dev/tty0', os.O_RDWR), ${vtActivate}, ${terminal})`,
  ]);
}

/** Begins a function of hostile.py as `admin` in a session on the second virtual terminal, which is active. */
async function begin(act: string, ...rest: string[]): Promise<void> {
  const properties = [
    'PAMName=login',
    'User=admin',
    'TTYPath=/dev/tty2',
    'StandardInput=tty-force',
    `StandardOutput=truncate:${output}`,
    `StandardError=truncate:${output}.err`,
  ];
  await activate(2);
  await lab.guest.mustRun([
    'systemd-run',
    `--unit=${unit}`,
    '--collect',
    ...properties.flatMap((property) => ['-p', property]),
    '/usr/bin/python3',
    '/usr/local/bin/hostile.py',
    '-',
    act,
    ...rest,
  ]);
}

/** What it printed, when it has ended; an error with its own words when it failed. */
async function printed(): Promise<unknown> {
  await lab.guest.mustRun(`while systemctl is-active -q ${unit}; do sleep 0.5; done`);
  const text = await lab.guest.mustRun(['cat', output]);
  if (text === '') throw new Error(`the session failed: ${await lab.guest.mustRun(['cat', `${output}.err`])}`);
  return JSON.parse(text);
}

describe('a password that was typed for one container', () => {
  it('counts for another only where nothing is lost by it (B5)', slow, async () => {
    await begin('kept', JSON.stringify(tried));
    const outcome = (await printed()) as Record<ActionName, { prompts: number; codes: [string, string] }>;
    const isAllowed = (code: string): boolean =>
      !/^(not-authorised|authorisation-\w+|closed|protocol|params-invalid)$/.test(code);
    expect(
      Object.fromEntries(
        Object.entries(outcome).map(([action, { prompts, codes }]) => [
          action,
          { prompts, isAllowed: codes.map(isAllowed) },
        ]),
      ),
    ).toEqual(
      Object.fromEntries(
        Object.keys(tried).map((action) => [
          action,
          { prompts: 1, isAllowed: [true, actions[action as ActionName].defaults.active === 'auth_admin_keep'] },
        ]),
      ),
    );
    expect(outcome['manage-containers'].codes[1]).toBe('not-authorised');
  });
});

describe('a prompt that waits', () => {
  it('is the only one of its user, and nobody else waits for it (B6) (B7)', slow, async () => {
    const monitor = `dbus-monitor --system "interface='org.freedesktop.PolicyKit1.AuthenticationAgent',member='BeginAuthentication'"`;
    await lab.guest.mustRun(
      `rm -f ${go} ${seen}; (timeout 600 ${monitor} > ${seen} 2>/dev/null &) ; for i in $(seq 100); ` +
        `do grep -q NameAcquired ${seen} && exit 0; sleep 0.1; done; exit 1`,
    );
    const begun = async (): Promise<number> =>
      Number(await lab.guest.mustRun(`grep -c member=BeginAuthentication ${seen} || true`));
    await begin('hold_prompt', '20', go);
    while ((await begun()) === 0) await sleep(200);
    // All of these are answered before anybody has typed anything: nothing here measures time.
    for (let count = 0; count < 5; count += 1)
      expect((JSON.parse(await lab.hostile(operator, 'call', 'container.list', '{}')) as { code: string }).code).toBe(
        'answered',
      );
    expect(await begun()).toBe(1);
    await lab.guest.mustRun(['touch', go]);
    const { outcomes, prompts } = (await printed()) as { outcomes: readonly string[]; prompts: number };
    // A busy polkit may not answer in time when it is asked once more whether the first yes covers the others: then
    // they do not run.
    expect({ prompts, outcomes: outcomes.filter((code) => code !== 'authorisation-unavailable') }).toEqual({
      prompts: 1,
      outcomes: ['container-not-found'],
    });
    expect(await begun()).toBe(1);
  });
});
