// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { inEnglish } from '../../contract/fixtures/in-english.ts';
import { Failure } from '../../contract/errors.ts';
import { hostCheckSchema, type HostCheck } from '../../contract/model/host/host-check.ts';
import { HostForbiddenError, HostImpostorError, HostUnreachableError } from '../host-errors.ts';
import type { Host } from '../parse-host.ts';
import { checkFromHere as givenCheckFromHere, keepsFromHelper } from './check-from-here.ts';
import { type ClientFacts, parseGroup, parseUnits, readClientFacts, type UnitFacts } from './client-facts.ts';

const checkFromHere = async (...args: Parameters<typeof givenCheckFromHere>) =>
  inEnglish(await givenCheckFromHere(...args));

const never = new AbortController().signal;
const up: UnitFacts = { load: 'loaded', active: 'active', file: 'enabled' };
const units = {
  'bulkhead-helper.socket': up,
  'bulkhead-listener.service': up,
  'bulkhead-helper.service': up,
  'polkit.service': up,
};
const sound: ClientFacts = {
  uid: 1000,
  user: 'ada',
  hasSocket: true,
  group: { exists: true, isMember: true, isInSession: true },
  units,
  selinux: 'enforcing',
  domain: 'unconfined_t',
  distribution: 'debian',
  policyFailure: undefined,
};
const unreachable = new HostUnreachableError('local', 'nobody listens');
const forbidden = new HostForbiddenError('local', '/run/bulkhead/helper.sock');

function check(changes: Partial<ClientFacts> = {}, error: Error = unreachable, host: Host = { kind: 'local' }) {
  return checkFromHere({ host, error, read: async () => ({ ...sound, ...changes }) }, never);
}

async function problems(changes: Partial<ClientFacts>, error?: Error): Promise<readonly string[]> {
  const checks = await check(changes, error);
  for (const one of checks) {
    expect(hostCheckSchema().parse(one)).toEqual(one);
    expect([one.id, one.fix === null]).toEqual([one.id, one.state === 'ok']);
    expect(one.message).toMatch(/^[A-Za-z].*[.]$/);
  }
  return checks.flatMap(({ id, state }) => (state === 'ok' ? [] : [id]));
}

const withUnit = (name: keyof typeof units, changes: Partial<UnitFacts>): Partial<ClientFacts> => ({
  units: { ...units, [name]: { ...up, ...changes } },
});
const group = (changes: Partial<ClientFacts['group']>): Partial<ClientFacts> => ({
  group: { exists: true, isMember: false, isInSession: false, ...changes },
});

describe('what a client finds out about a helper that does not answer', () => {
  it.each<[string, Partial<ClientFacts>, Error, readonly string[]]>([
    ['nothing that it can see', {}, unreachable, ['connection']],
    ['not installed', withUnit('bulkhead-helper.socket', { load: 'not-found' }), unreachable, ['connection', 'socket']],
    ['not started', withUnit('bulkhead-helper.socket', { active: 'inactive' }), unreachable, ['connection', 'socket']],
    ['no socket, and no systemd', { units: undefined, hasSocket: false }, unreachable, ['connection', 'socket']],
    ['given up', withUnit('bulkhead-helper.socket', { active: 'failed' }), unreachable, ['connection', 'socket']],
    ['crashed', withUnit('bulkhead-helper.service', { active: 'failed' }), unreachable, ['connection', 'service']],
    [
      'no listener',
      withUnit('bulkhead-listener.service', { load: 'not-found' }),
      unreachable,
      ['connection', 'listener'],
    ],
    ['deaf', withUnit('bulkhead-listener.service', { active: 'failed' }), unreachable, ['connection', 'listener']],
    ['no polkit', withUnit('polkit.service', { load: 'not-found' }), unreachable, ['connection', 'polkit']],
    ['not in the group', group({}), forbidden, ['connection', 'group']],
    ['no group', group({ exists: false }), forbidden, ['connection', 'group']],
    ['not logged in again', group({ isMember: true }), forbidden, ['connection', 'group']],
    ['root without the group', { uid: 0, ...group({}) }, unreachable, ['connection']],
    ['denied by SELinux', { domain: 'guest_t' }, forbidden, ['connection', 'selinux']],
    ['denied, and permissive', { selinux: 'permissive' }, forbidden, ['connection']],
    ['no policy modules', { policyFailure: 'cannot install them' }, unreachable, ['connection', 'policy-modules']],
    ['no SELinux', { selinux: 'disabled', domain: undefined }, unreachable, ['connection', 'selinux']],
  ])('%s', async (_title, changes, error, expected) => {
    expect(await problems(changes, error)).toEqual(expected);
  });

  it('names the units that greet and answer, where it sees no other cause', async () => {
    expect(fixOf(await check(), 'connection')).toMatchObject({
      commands: ['journalctl -b -n 30 -u bulkhead-listener -u bulkhead-helper'],
    });
  });

  it('says why the policy modules could not be installed, and how to try again', async () => {
    const policyFailure =
      'cannot install the policy modules: semodule does not accept them; see what it says\nFailed to ' +
      'resolve allow statement at bulkhead-host.cil:7\nFailed to build policy\nsemodule:  Failed!';
    const checks = await check({ policyFailure });
    expect(checks.find(({ id }) => id === 'policy-modules')?.message).toBe(
      'bulkhead-selinux cannot install the policy modules: semodule does not accept them; see what it ' +
        'says (Failed to resolve allow statement at bulkhead-host.cil:7).',
    );
    expect(fixOf(checks, 'policy-modules')).toMatchObject({
      commands: ['/usr/libexec/bulkhead-selinux/install-modules'],
    });
  });

  it('names the user as a shell takes it', async () => {
    const checks = await check({ user: "o'hara;x", ...group({}) }, forbidden);
    expect(fixOf(checks, 'group')).toMatchObject({ commands: [`usermod -aG bulkhead 'o'\\''hara;x'`] });
  });

  it('is the connection alone of another machine, or where the helper has answered', async () => {
    const ssh = { kind: 'ssh', user: 'ada', host: 'web1', port: undefined } as const;
    expect((await check({ hasSocket: false }, unreachable, ssh)).map(({ id }) => id)).toEqual(['connection']);
    const denied = new Failure('not-authorised', { action: 'view-host' });
    expect((await check({ hasSocket: false }, denied)).map(({ id }) => id)).toEqual(['connection']);
  });

  it('says how to find who listens in the place of the helper', async () => {
    const checks = await check({}, new HostImpostorError('local', '/run/bulkhead/helper.sock', 1000));
    expect(fixOf(checks, 'connection')).toMatchObject({ commands: ['ss -xlp src /run/bulkhead/helper.sock'] });
  });

  it('is asked of no fault of the client', () => {
    const kept = [
      unreachable,
      forbidden,
      new Failure('too-busy', { limit: 'calls' }),
      new Failure('cancelled', {}),
      new Error('x'),
    ];
    expect(kept.map(keepsFromHelper)).toEqual([true, true, true, false, false]);
  });
});

describe('the facts of a client', () => {
  it('are read of systemd, with a block for each unit', () => {
    const block = (id: string, active: string): string =>
      `Id=${id}\nLoadState=loaded\nActiveState=${active}\nUnitFileState=enabled\n`;
    const text = [
      block('bulkhead-helper.socket', 'active'),
      block('bulkhead-listener.service', 'active'),
      block('bulkhead-helper.service', 'failed'),
      block('polkit.service', 'active'),
    ].join('\n');
    expect(parseUnits(text)).toEqual({ ...units, 'bulkhead-helper.service': { ...up, active: 'failed' } });
    expect(parseUnits('')).toBeUndefined();
  });

  it('tell a member from one who has logged in again', () => {
    const entry = 'bulkhead:x:990:ada\n';
    expect(parseGroup(entry, '1000 990\n', [1000])).toEqual({ exists: true, isMember: true, isInSession: false });
    expect(parseGroup(entry, '1000 99\n', [1000, 990])).toEqual({ exists: true, isMember: false, isInSession: true });
    expect(parseGroup(undefined, '1000 990\n', [1000])).toEqual({ exists: false, isMember: false, isInSession: false });
  });

  it('are read of this machine, whatever it is', async () => {
    const facts = await readClientFacts(never);
    expect(facts.uid).toBe(process.getuid?.());
    expect(['enforcing', 'permissive', 'disabled']).toContain(facts.selinux);
  });
});

function fixOf(checks: readonly HostCheck[], id: string): HostCheck['fix'] | undefined {
  return checks.find((one) => one.id === id)?.fix;
}
