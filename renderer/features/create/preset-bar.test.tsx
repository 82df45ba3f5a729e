// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type ChosenContainer, newContainerSchema } from '../../../contract/operations/containers/creation.ts';
import { type NewPreset, presetSchema } from '../../../contract/preset.ts';
import { leaveOutUnchosen } from '../../../contract/rules/leave-out-unchosen.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { recordCalls } from '../../testing/record-calls.ts';
import { useNotifications } from '../../window/notifications.ts';
import { choicesOfPreset } from './choices/choices-of-preset.ts';
import { checkChoices } from './choices/creation.ts';
import { PresetBar } from './preset-bar.tsx';
import { presetOf } from './choices/presets.ts';

const choices: NewPreset['choices'] = {
  image: 'debian-13',
  limits: { memoryBytes: 2 ** 30 },
  network: { kind: 'nat' },
  published: [
    { hostPort: 8080, port: 80 },
    { protocol: 'udp', address: '192.0.2.1', hostPort: 53, port: 5353 },
  ],
  confinement: 'own',
  ports: [{ protocol: 'tcp', port: 80 }],
  connectPorts: [{ protocol: 'tcp', port: 5432 }],
  volumes: [{ source: '/srv/pages', target: '/var/www', readOnly: true }],
  tags: ['prod'],
  settings: { description: 'Shop', nameservers: ['192.0.2.53'] },
  start: true,
};
const shop = presetSchema().parse({ name: 'shop', choices });
const choice: ChosenContainer = newContainerSchema().parse({
  name: 'web',
  ...choices,
  settings: { ...choices.settings, hostname: 'web.example.org', address: '10.0.3.9' },
});

const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

afterEach(() => {
  cleanup();
  clearHostStores();
  useNotifications.setState({ notifications: [] });
});

/** Null is a form with mistakes. */
function open(presets: readonly object[], chosen: ChosenContainer | null = choice) {
  const calls = recordCalls({
    'preset.list': () => ({ presets }),
    'preset.save': () => ({ before: null }),
    'preset.remove': () => ({ before: shop }),
  });
  const onChoose = vi.fn();
  render(<PresetBar choice={chosen ?? undefined} onChoose={onChoose} />);
  return { calls, onChoose };
}
const changesOf = (calls: ReturnType<typeof recordCalls>) => calls.filter(({ name }) => name !== 'preset.list');

describe('a preset', () => {
  it('has the same choices after it was taken and saved again', () => {
    const checked = checkChoices({ name: 'web', ...choicesOfPreset(shop) }, []).choice;
    if (checked === undefined) throw new Error('the choices of a preset are valid');
    // A published port is listened on, too.
    const ports = [...shop.choices.ports, { protocol: 'udp', port: 5353 }];
    expect(presetOf('shop', checked)).toEqual({ ...shop, choices: { ...shop.choices, ports } });
  });

  it('fills the form when it is chosen', async () => {
    const { onChoose } = open([shop]);
    await userEvent.click(await screen.findByRole('combobox', { name: 'Preset' }));
    await userEvent.click(screen.getByRole('option', { name: 'shop' }));
    expect(onChoose).toHaveBeenCalledWith(
      expect.objectContaining({
        image: 'debian-13',
        published: [
          { protocol: 'tcp', address: '', hostPort: '8080', port: '80' },
          { protocol: 'udp', address: '192.0.2.1', hostPort: '53', port: '5353' },
        ],
        volumes: [{ source: '/srv/pages', target: '/var/www', readOnly: true }],
        tags: 'prod',
      }),
    );
  });

  it('is saved without name, host name and address, and removed by undo', async () => {
    const { calls } = open([]);
    await press('Save as preset…');
    await userEvent.click(screen.getByRole('textbox', { name: 'Name of the preset' }));
    await userEvent.paste('shop');
    await press('Save');
    const params = { name: 'shop', choices: leaveOutUnchosen(shop.choices) };
    expect(params.choices).not.toHaveProperty('settings.egress');
    expect(changesOf(calls)).toEqual([{ name: 'preset.save', params }]);
    await expect.poll(() => useNotifications.getState().notifications.length).toBe(1);
    useNotifications.getState().notifications[0]?.action?.run();
    await expect.poll(() => changesOf(calls).at(-1)?.name).toBe('preset.remove');
  });

  it('is not saved while something is wrong, and says what', async () => {
    const { calls } = open([], null);
    await press('Save as preset…');
    await userEvent.click(screen.getByRole('textbox', { name: 'Name of the preset' }));
    await userEvent.paste('shop');
    await press('Save');
    expect((await screen.findByRole('tooltip')).textContent).toBe('Correct the marked fields first.');
    expect(changesOf(calls)).toEqual([]);
  });
});
