// SPDX-License-Identifier: Apache-2.0
import 'vscode-jsonrpc/node';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileNames } from './fixtures/hostile-names.ts';
import { type ParamPlace, paramPlaces } from './fixtures/param-places.ts';
import { openGreetedClient } from './fixtures/raw-client.ts';
import { serveForTest } from './fixtures/served.ts';

/**
 * The arguments of a command run inside a container are free text and go to `execve` as they are; lines that the caller
 * saw are compared only; a text that is looked for in logs is matched as it stands; a path that is asked about is opened
 * within its root; a policy module's source is judged by what it says; descriptions, variables, programs with user and
 * folder, lines of LXC's configuration, and what is chosen of a target of alerts, are lines with schemas of their own; the
 * two ends of a volume, the folder of a command, and files of a container, are paths with schemas of their own. Every
 * other text in params is a name.
 */
const freeText = [
  'command.0',
  'folder',
  'text',
  'seen.change.0',
  'source',
  'question.path',
  'target',
  'volumes.0.source',
  'volumes.0.target',
  'volumes.0',
  'path',
  'paths.0',
  'file.rename to',
  'choice.name',
  'choice.route.to.0',
  'choice.route.url',
  'choice.route.secret',
  'settings.description',
  'settings.environment.0.name',
  'settings.environment.0.value',
  'settings.program.0',
  'settings.user',
  'settings.folder',
  'settings.lines.0.key',
  'settings.lines.0.value',
  'description',
  'origin',
  'key',
];

const described = ({ operation, field }: ParamPlace): string => `${operation} ${field}`;
/** A preset holds the choices of a creation. */
const choiceOf = ({ field }: Pick<ParamPlace, 'field'>): string => field.replace(/^choices\./, '');
const isFree = (place: ParamPlace): boolean =>
  place.type === 'string' && [choiceOf(place), described(place)].some((one) => freeText.includes(one));

const places = paramPlaces();
const names = places.filter((place) => place.type === 'string' && !isFree(place));
/** A user may begin with an underscore, as those of Debian's packages do. */
const users = names.filter(({ field }) => /^(?:user|(?:grants|before)\.0\.name)$/.test(field));
/** A unit of systemd may be longer, and hold what a container's name may not. */
const units = names.filter(({ field }) => field === 'unit');
/** Hexadecimal digits, which may be more than a name has. */
const digests = names.filter(({ field }) => ['sha256', 'challenge', 'backup'].includes(field));
/** Names of DNS may be longer than a container's. */
const domains = names.filter((place) => ['settings.searchDomains.0', 'settings.egress.0'].includes(choiceOf(place)));
/** Names of booleans are identifiers of policy language, which may be longer than a container's name. */
const booleans = names.filter(({ field }) => field === 'boolean.name');
const booleanName = /^[A-Za-z]\w{0,127}$/;
const domainName =
  /^(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/;
const unitName = /^[A-Za-z0-9](?:[A-Za-z0-9:_.@\\-]{0,253}[A-Za-z0-9:_@\\-])?$/;
/** Texts of a form of their own, which a container's name does not have: tags have no capitals. */
const ids = [
  'address',
  'published.0.address',
  'unpublished.0.address',
  'networks.0.address',
  'tags.0',
  'grants.0.tag',
  'before.0.tag',
  'add.0',
  'remove.0',
  'after',
  'version',
  'session',
  'group',
  'remedy',
  'report',
  'probes.0',
  'at',
  'boolean.name',
  'limits.cpuSet',
  'sha256',
  'backup',
  'challenge',
  'plan.times.at',
  'plan.containers.tags.0',
  'settings.hostname',
  'settings.address',
  'settings.nameservers.0',
  'settings.searchDomains.0',
  'settings.egress.0',
  'rules.0.group',
  'rules.0.permissions.0',
  'remove.0.class',
  'remove.0.permissions.0',
];

/**
 * Sends each value to each place. Gives what was not rejected under the field's name, and everything beyond the schema
 * that was reached.
 */
async function offer(targets: readonly ParamPlace[], values: readonly unknown[]): Promise<object> {
  await using served = await serveForTest();
  const client = await openGreetedClient(served.path);
  const accepted: unknown[] = [];
  for (const place of targets) {
    // All are sent at once: waiting for each answer is most of the time.
    const answers = await Promise.all(values.map((value) => client.ask(place.operation, place.paramsWith(value))));
    for (const [index, answer] of answers.entries()) {
      const data = answer?.error?.data as
        | { readonly code: string; readonly data: { readonly issues: readonly { readonly field: string }[] } }
        | undefined;
      if (data?.code !== 'params-invalid' || !data.data.issues.every(({ field }) => field === place.field))
        accepted.push([described(place), values[index], data]);
    }
  }
  client.socket.destroy();
  return { accepted: accepted.slice(0, 5), asked: served.asked, reached: served.reached };
}

const nothing = { accepted: [], asked: [], reached: [] };

describe('the places where a caller puts a name', () => {
  it('are found by walking the contract', () => {
    expect(names.map(described)).toEqual(
      expect.arrayContaining([
        'container.create name',
        'container.create image',
        'container.create network.bridge',
        'container.create network.parent',
        'container.start name',
        'sample.watch names.0',
        'denial.query container',
        'console.open name',
      ]),
    );
    expect(hostileNames.length).toBeGreaterThan(200);
  });

  it('accept a plain name', async () => {
    await using served = await serveForTest();
    const client = await openGreetedClient(served.path);
    const plain = names.filter((place) => !ids.includes(choiceOf(place)));
    for (const place of plain) await client.ask(place.operation, place.paramsWith('web-1.a_B'));
    expect(served.reached).toEqual(plain.map(({ operation }) => operation));
    client.socket.destroy();
  });

  it('reject every hostile name under the field, before polkit is asked (C1)', async () => {
    const others = names.filter((place) => ![...users, ...units, ...digests, ...domains, ...booleans].includes(place));
    expect(await offer(others, hostileNames)).toEqual(nothing);
    expect(
      await offer(
        users,
        hostileNames.filter((name) => !/^_\w*$/.test(name)),
      ),
    ).toEqual(nothing);
    expect(
      await offer(
        units,
        hostileNames.filter((name) => !unitName.test(name) || name.includes('..')),
      ),
    ).toEqual(nothing);
    expect(
      await offer(
        booleans,
        hostileNames.filter((name) => !booleanName.test(name)),
      ),
    ).toEqual(nothing);
    expect(
      await offer(
        domains,
        hostileNames.filter((name) => !domainName.test(name)),
      ),
    ).toEqual(nothing);
    expect(
      await offer(
        digests,
        hostileNames.filter((name) => !/^[0-9a-f]{64}$/.test(name)),
      ),
    ).toEqual(nothing);
  });

  it('reject what is no text', async () => {
    const noText: readonly unknown[] = [0, 1, true, [], ['web'], {}, { toString: 'web' }];
    expect(await offer(names, noText)).toEqual(nothing);
    // Null stands for the container's own name, for all addresses of the host, all its processors, or all containers.
    const required = names.filter(({ field }) => !/(?:^|\.)(?:address|cpuSet|hostname|tag)$/.test(field));
    expect(await offer(required, [null])).toEqual(nothing);
  });
});

describe('the other places', () => {
  it('reject what is no number, or none that a limit can be (C8)', async () => {
    const numbers = places.filter(({ type }) => type === 'number');
    expect(numbers.map(described)).toEqual(
      expect.arrayContaining([
        'container.create limits.memoryBytes',
        'container.configure limits.cpus',
        'container.configure limits.pids',
        'sample.watch intervalMs',
      ]),
    );
    expect(
      await offer(numbers, [
        -1,
        -0.001,
        -1e308,
        '1',
        '',
        'max',
        '0x10',
        '1e3',
        '٣',
        '100\n',
        '../x',
        true,
        [],
        [100],
        {},
      ]),
    ).toEqual(nothing);
  });

  it('reject what is neither true nor false', async () => {
    const flags = places.filter(({ type }) => type === 'boolean');
    expect(await offer(flags, ['true', 'false', 'yes', '', 0, 1, null, [], {}])).toEqual(nothing);
  });

  it('reject NUL in free text, where the kernel would end it', async () => {
    const free = places.filter(isFree);
    expect([...new Set(free.map(described))]).toEqual([
      'image.import description',
      'image.import origin',
      'image.make description',
      'image.describe description',
      'container.create volumes.0.source',
      'container.create volumes.0.target',
      'container.create settings.description',
      'container.create settings.environment.0.name',
      'container.create settings.environment.0.value',
      'container.create settings.program.0',
      'container.create settings.user',
      'container.create settings.folder',
      'container.create settings.lines.0.key',
      'container.create settings.lines.0.value',
      'container.preview-creation volumes.0.source',
      'container.preview-creation volumes.0.target',
      'container.preview-creation settings.description',
      'container.preview-creation settings.environment.0.name',
      'container.preview-creation settings.environment.0.value',
      'container.preview-creation settings.program.0',
      'container.preview-creation settings.user',
      'container.preview-creation settings.folder',
      'container.preview-creation settings.lines.0.key',
      'container.preview-creation settings.lines.0.value',
      'container.change-settings settings.description',
      'container.change-settings settings.environment.0.name',
      'container.change-settings settings.environment.0.value',
      'container.change-settings settings.program.0',
      'container.change-settings settings.user',
      'container.change-settings settings.folder',
      'container.change-settings settings.lines.0.key',
      'container.change-settings settings.lines.0.value',
      'preset.save choices.volumes.0.source',
      'preset.save choices.volumes.0.target',
      'preset.save choices.settings.description',
      'preset.save choices.settings.environment.0.name',
      'preset.save choices.settings.environment.0.value',
      'preset.save choices.settings.program.0',
      'preset.save choices.settings.user',
      'preset.save choices.settings.folder',
      'preset.save choices.settings.lines.0.key',
      'preset.save choices.settings.lines.0.value',
      'backup.add folder',
      'backup.add key',
      'file.list path',
      'file.status path',
      'file.read path',
      'file.pack paths.0',
      'file.write path',
      'file.make-folder path',
      'file.rename path',
      'file.rename to',
      'file.remove path',
      'file.change path',
      'container.adopt volumes.0',
      'plan.check volumes.0',
      'alert.set-target choice.name',
      'alert.set-target choice.route.to.0',
      'alert.set-target choice.route.url',
      'alert.set-target choice.route.secret',
      'console.open command.0',
      'console.open folder',
      'log.read text',
      'remedy.apply seen.change.0',
      'policy.preview source',
      'policy.install source',
      'volume.attach source',
      'volume.attach target',
      'volume.check source',
      'volume.folders path',
      'volume.detach target',
      'policy.ask question.path',
    ]);
    expect(await offer(free, ['a\0b', '\0', 'a'.repeat(65_537), 7])).toEqual(nothing);
    // A variable or a line without a value is taken away, and so are a secret, the user and the folder of a program.
    const required = free.filter(
      (place) =>
        !/^container.change-settings settings.(?:environment|lines).0.value$|^alert.set-target .*secret$|settings\.(?:user|folder)$/.test(
          described(place),
        ),
    );
    expect(await offer(required, [null])).toEqual(nothing);
  });
});

describe('whatever a name is accepted', () => {
  const strict = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9_-])?$/;
  const strictUser = /^[A-Za-z_][A-Za-z0-9._-]{0,30}[A-Za-z0-9_-]?$/;
  const strictAccount = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,30}[A-Za-z0-9_-]?$/;
  const alphabets: Readonly<Record<string, RegExp>> = {
    unit: unitName,
    user: strictUser,
    'grants.0.name': strictAccount,
    'before.0.name': strictAccount,
    sha256: /^[0-9a-f]{64}$/,
    'settings.searchDomains.0': domainName,
    'settings.egress.0': /^(?!.*\.\.)[a-z0-9_.:[\]/-]{1,300}$/,
  };
  const pieces = fc.constantFrom(
    'web',
    'A',
    '0',
    '.',
    '..',
    '-',
    '_',
    '/',
    '\0',
    '\n',
    ' ',
    '\u202e',
    'е',
    '％',
    'lxc.',
    '=',
    '\u001b',
    '\ud800',
    'a'.repeat(30),
  );
  const candidates = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.stringMatching(/^[A-Za-z0-9._-]{1,70}$/),
    fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join('')),
  );

  // No `it.each`: it would print the schemas.
  for (const { schema, ...place } of names) {
    it(`as the ${place.field} of ${place.operation}, it is of the strict alphabet, short, and without two dots in a row`, () => {
      fc.assert(
        fc.property(candidates, (text) => {
          const isStrict = (alphabets[choiceOf(place)] ?? strict).test(text);
          if (schema.safeParse(text).success) expect([isStrict, text.includes('..')]).toEqual([true, false]);
        }),
        { numRuns: 1000 },
      );
    });
  }
});
