// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { fail } from '../../../contract/errors.ts';
import type { Choice } from '../../../contract/model/policy/choices.ts';
import type { ServedPortNumber } from '../../../contract/model/containers/container.ts';
import type { GivenRemedy } from '../../../contract/model/denials/explanation.ts';
import { textOf } from '../../../contract/text.ts';
import { connectStatement } from '../../../sepolicy/own-domain/connect-statement.ts';
import { generateModule, withRules } from '../../../sepolicy/own-domain/generate.ts';
import { createModuleDriver as givenCreateModuleDriver } from './module-driver.ts';
import type { ChangeDriver, Proposal } from '../remedies/ports.ts';
import { fakeExplanation, fakeRemedy } from '../../../testing/models/remedy.ts';
import { driverInEnglish } from '../remedies/fixtures/in-english.ts';

const createModuleDriver = (...args: Parameters<typeof givenCreateModuleDriver>) =>
  driverInEnglish(givenCreateModuleDriver(...args));

const never = new AbortController().signal;
const rule = '(allow bulkhead_c_web_t proc_t (file (write)))';
const remedy = fakeRemedy({ change: [rule] });
const explanation = fakeExplanation({ remedies: [remedy] });
const proposal: Proposal = { remedy, explanation, container: 'web' };
const plain = generateModule({
  owner: 'web',
  ports: [],
  allow: [],
  connectTypes: [],
  volumes: [],
  hasVolumes: false,
});
const after = withRules(plain, [rule], 'A remedy for the denials 0123456789abcdef.');

/** A host whose module store has one module, and whose containers may be busy. */
function hostOf({ isWithoutModule = false, learningUntil = null as number | null, isBusy = false } = {}) {
  const host = {
    ports: [{ protocol: 'tcp' as const, port: 80 }] as ServedPortNumber[],
    allow: [] as Choice[],
    connectTypes: ['smtp_port_t'],
    source: isWithoutModule ? undefined : (plain as string | undefined),
    notes: [] as string[],
  };
  const driver: ChangeDriver = createModuleDriver({
    modules: {
      read: async () =>
        host.source === undefined
          ? undefined
          : { source: host.source, version: { version: 3, sha256: '', note: '', createdAt: 1 } },
      install: async (_, text, { note }) => {
        if (text.includes('shadow_t'))
          fail('policy-rejected', { problems: [{ line: 21, problem: 'it would break the isolation' }] });
        host.source = text;
        host.notes.push(textOf(note));
        return { version: 4, sha256: '', note, createdAt: 2 };
      },
    },
    containers: {
      describedDomain: () =>
        ({
          confinement: 'own',
          plainDomain: null,
          learningUntil,
          ports: host.ports,
          allow: host.allow,
          connectTypes: host.connectTypes,
        }) as never,
      chooseDomain: async (_, { ports, allow, connectTypes }) => {
        host.connectTypes = [...(connectTypes ?? [])];
        host.ports = [...(ports ?? [])];
        host.allow = [...(allow ?? [])];
      },
      exclusively: async (name, _, act) =>
        isBusy ? fail('container-busy', { name, reason: 'it is being removed' }) : act(),
    },
  });
  return { host, driver };
}

test('a rule is added to the end of the module, and undone the text is what it was', async () => {
  const { host, driver } = hostOf();
  const { plan, before, change } = await driver.plan(proposal, never);
  expect([before, change]).toEqual([['the module of web is version 3, without this rule'], [rule]]);
  expect(await driver.readState(plan)).toEqual({ state: 'before' });
  await driver.apply(plan);
  expect([host.source, await driver.readState(plan)]).toEqual([after, { state: 'after' }]);
  await driver.revert(plan);
  expect([host.source, host.notes]).toEqual([plain, ['a rule of a remedy', 'without the rule of a remedy']]);
  await driver.revert(plan);
  expect(host.notes).toHaveLength(2);
});

test('what the compiler rejects changes nothing, and names the line', async () => {
  const { host, driver } = hostOf();
  const { plan } = await driver.plan(
    { ...proposal, remedy: { ...remedy, change: ['(allow bulkhead_c_web_t shadow_t (file (read)))'] } },
    never,
  );
  await expect(driver.apply(plan)).rejects.toMatchObject({
    code: 'policy-rejected',
    data: { problems: [{ line: 21 }] },
  });
  await driver.revert(plan);
  expect([host.source, host.notes]).toEqual([plain, []]);
});

test('a module that somebody else changed meanwhile, or since, is left alone', async () => {
  const { host, driver } = hostOf();
  const { plan } = await driver.plan(proposal, never);
  host.source = `${plain}; mine\n`;
  await expect(driver.apply(plan)).rejects.toMatchObject({ code: 'change-failed' });
  await driver.revert(plan);
  expect([await driver.readState(plan), host.notes]).toEqual([
    { state: 'other', words: expect.stringContaining('changed since') as string },
    [],
  ]);
  host.source = undefined;
  expect(await driver.readState(plan)).toEqual({ state: 'other', words: 'web has no policy module any more' });
});

test.each([
  ['of no container', hostOf(), { ...proposal, container: null }, 'not of a container'],
  ['of a container without a module', hostOf({ isWithoutModule: true }), proposal, 'its own domain first'],
  ['of a container that learns', hostOf({ learningUntil: 99 }), proposal, 'review what it learned'],
])('denials %s get no rule, with the reason', async (_, { driver }, asked, words) => {
  await expect(driver.plan(asked, never)).rejects.toMatchObject({
    code: 'remedy-not-applicable',
    message: expect.stringContaining(words) as string,
  });
});

test('nothing begins while something else is done to the container', async () => {
  const { driver } = hostOf({ isBusy: true });
  const { plan } = await driver.plan(proposal, never);
  let hasBegun = false;
  await expect(driver.hold(plan, async () => (hasBegun = true))).rejects.toMatchObject({ code: 'container-busy' });
  expect(hasBegun).toBe(false);
});

const serve: GivenRemedy = {
  ...remedy,
  id: 'serve-port:tcp_8080',
  kind: 'serve-port',
  change: ['(call bulkhead_serve_tcp (bulkhead_c_web_t http_cache_port_t))'],
};
const [web, more] = [
  { protocol: 'tcp', port: 80 },
  { protocol: 'tcp', port: 8080 },
] as const;

test('a port is added to the module and to the ports that are written down, and undone both are what they were (window 2)', async () => {
  const { host, driver } = hostOf();
  const { plan, before } = await driver.plan({ ...proposal, remedy: serve }, never);
  expect(before).toEqual(['the module of web is version 3, without this rule', 'web listens on tcp 80']);
  await driver.apply(plan);
  expect([host.source?.trimEnd().split('\n').slice(-2), host.ports, await driver.readState(plan)]).toEqual([
    ['; It also listens on tcp 8080: a remedy for the denials 0123456789abcdef.', ...serve.change],
    [web, more],
    { state: 'after' },
  ]);
  await driver.revert(plan);
  expect([host.source, host.ports, host.notes, await driver.readState(plan)]).toEqual([
    plain,
    [web],
    ['a port of a remedy', 'without the port of a remedy'],
    { state: 'before' },
  ]);
});

test('a choice is added to the module and to those of the container, and undone both are what they were', async () => {
  const { host, driver } = hostOf();
  host.allow = ['bpf'];
  const choice: GivenRemedy = {
    ...remedy,
    id: 'choice:ping',
    kind: 'choice',
    change: ['(call bulkhead_allow_ping (bulkhead_c_web_t))'],
  };
  const { plan, before } = await driver.plan({ ...proposal, remedy: choice }, never);
  expect(before).toEqual(['the module of web is version 3, without this rule', 'web is allowed bpf']);
  await driver.apply(plan);
  expect([host.source?.includes(choice.change[0] ?? ''), host.allow, await driver.readState(plan)]).toEqual([
    true,
    ['ping', 'bpf'],
    { state: 'after' },
  ]);
  await driver.revert(plan);
  expect([host.source, host.allow, host.notes]).toEqual([
    plain,
    ['bpf'],
    ['a choice of a remedy', 'without the choice of a remedy'],
  ]);
});

test('from wherever adding a port was cut off, it is undone; ports that somebody else chose since are left alone', async () => {
  const { host, driver } = hostOf();
  const { plan } = await driver.plan({ ...proposal, remedy: serve }, never);
  await driver.apply(plan);
  host.ports = [web];
  expect(await driver.readState(plan)).toMatchObject({ state: 'other' });
  await driver.revert(plan);
  expect([host.source, host.ports]).toEqual([plain, [web]]);
  await driver.apply(plan);
  host.ports = [{ protocol: 'udp', port: 53 }];
  expect(await driver.readState(plan)).toEqual({
    state: 'other',
    words: expect.stringContaining('ports, connections or choices of web were changed since') as string,
  });
});

const connect: GivenRemedy = {
  ...remedy,
  id: 'connect-port:postgresql_port_t',
  kind: 'connect-port',
  change: [connectStatement('web', 'postgresql_port_t')],
};

test('a port type is added to the module and to those of the container, and undone both are what they were', async () => {
  const { host, driver } = hostOf();
  const { plan, before } = await driver.plan({ ...proposal, remedy: connect }, never);
  expect(before).toEqual(['the module of web is version 3, without this rule', 'web connects to ports of smtp_port_t']);
  await driver.apply(plan);
  expect([host.source?.includes(connect.change[0] ?? ''), host.connectTypes, await driver.readState(plan)]).toEqual([
    true,
    ['smtp_port_t', 'postgresql_port_t'],
    { state: 'after' },
  ]);
  await driver.revert(plan);
  expect([host.source, host.connectTypes, host.notes, await driver.readState(plan)]).toEqual([
    plain,
    ['smtp_port_t'],
    ['a port type of a remedy', 'without the port type of a remedy'],
    { state: 'before' },
  ]);
});

test('port types that somebody else chose since are left alone, and a plan that does not name them does not judge them', async () => {
  const { host, driver } = hostOf();
  const { plan } = await driver.plan({ ...proposal, remedy: connect }, never);
  await driver.apply(plan);
  host.connectTypes = ['ssh_port_t'];
  expect(await driver.readState(plan)).toMatchObject({ state: 'other' });
  const { chosen, ...rest } = plan as { readonly chosen: Record<'before' | 'after', Record<string, unknown>> };
  const withoutTypes = ({ ports, allow }: Record<string, unknown>): object => ({ ports, allow });
  const earlier = { ...rest, chosen: { before: withoutTypes(chosen.before), after: withoutTypes(chosen.after) } };
  expect(await driver.readState(earlier)).toEqual({ state: 'after' });
});
