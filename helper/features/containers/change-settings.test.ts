// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import { noSettings, type Settings } from '../../../contract/model/containers/settings.ts';
import type { Description } from '../../lxc/description.ts';
import type { IntentJournal } from '../../journal/intent-journal.ts';
import { createChangeSettings } from './change-settings.ts';

interface Host {
  readonly change: ReturnType<typeof createChangeSettings>;
  readonly written: Settings[];
  readonly asked: string[];
}

function open(
  settings: Settings,
  { problem, isSettled = true }: { problem?: Failure; isSettled?: boolean } = {},
): Host {
  let described = { settings, isHostnameDue: false, network: { kind: 'nat' } } as Description;
  const [written, asked]: [Settings[], string[]] = [[], []];
  const change = createChangeSettings(
    {
      intents: { begin: () => 1, release: () => undefined } as unknown as IntentJournal,
      bringNetwork: async () => void asked.push('network'),
      reservations: {
        bring: async () => undefined,
        check() {
          asked.push('check');
          if (problem !== undefined) throw problem;
        },
        async settle() {
          asked.push('settle');
          if (!isSettled) throw new Failure('network-unavailable', { reason: 'no' });
        },
        release: () => undefined,
        ofProgram: () => undefined,
      },
    },
    {
      described: () => described,
      choose(_name, choice) {
        described = { ...described, ...choice };
        written.push(described.settings);
      },
      bringSettings: () => undefined,
    },
  );
  return { change, written, asked };
}

const fixed = { ...noSettings, address: '10.0.3.20' };

it('asks the network about an address before it is written, and gives it to the server after', async () => {
  const { change, written, asked } = open(noSettings);
  expect(await change('web', { address: '10.0.3.20' })).toEqual([{ key: 'address', applies: 'next-start' }]);
  expect([asked, written]).toEqual([['network', 'check', 'settle'], [fixed]]);
});

it('asks the network nothing about other settings', async () => {
  const { change, asked } = open(fixed);
  await change('web', { description: 'Shop' });
  expect(asked).toEqual([]);
});

it('needs no bridge to take the address away', async () => {
  const { change, written, asked } = open(fixed);
  await change('web', { address: null });
  expect([asked, written]).toEqual([['check', 'settle'], [noSettings]]);
});

it("writes nothing where the address is another one's, and what was before where the server does not take it", async () => {
  const denied = open(noSettings, {
    problem: new Failure('address-not-allowed', { name: 'web', reason: 'db has it' }),
  });
  await expect(denied.change('web', { address: '10.0.3.20' })).rejects.toMatchObject({ code: 'address-not-allowed' });
  expect(denied.written).toEqual([]);
  const unsettled = open(noSettings, { isSettled: false });
  await expect(unsettled.change('web', { address: '10.0.3.20', description: 'x' })).rejects.toMatchObject({
    code: 'network-unavailable',
  });
  expect(unsettled.written.at(-1)).toEqual(noSettings);
});
