// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { Client } from '../../../rpc/client.ts';
import { useConnection } from '../../host/connection.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { useContainers } from '../containers/containers.ts';
import { OwnDomainDialog } from './own-domain-dialog.tsx';

afterEach(() => {
  cleanup();
  clearHostStores();
});

/** A helper that changes any confinement; gives what it is sent. */
function connect(): unknown[] {
  const sent: unknown[] = [];
  const stream = (operation: string, params: unknown) => {
    sent.push([operation, params]);
    return Object.assign((async function* () {})(), { result: Promise.resolve({ applies: 'next-start' }) });
  };
  useConnection.setState({
    connection: { status: 'connected', hostId: 'lab', client: { stream } as unknown as Client },
  });
  return sent;
}

it('gives the container a domain of its own with the ports that were named, and says when they cannot be read (window 20)', async () => {
  const sent = connect();
  render(<OwnDomainDialog name="web" learn={undefined} />);
  const ports = screen.getByLabelText('Ports it listens on');
  fireEvent.change(ports, { target: { value: '80, x' } });
  expect(screen.getByText(/^Enter ports such as/)).toBeTruthy();
  fireEvent.change(ports, { target: { value: '80, 53/udp' } });
  fireEvent.click(screen.getByRole('checkbox', { name: 'Ping' }));
  fireEvent.click(screen.getByRole('button', { name: 'Change confinement' }));
  await waitFor(() =>
    expect(sent).toEqual([
      [
        'container.confine',
        {
          name: 'web',
          confinement: 'own',
          ports: [
            { protocol: 'tcp', port: 80 },
            { protocol: 'udp', port: 53 },
          ],
          allow: ['ping'],
          connectTypes: [],
          connectPorts: [],
          learnSeconds: 3600,
        },
      ],
    ]),
  );
});

it('begins learning with what the denials say, and goes to where the review comes up', async () => {
  const sent = connect();
  render(<OwnDomainDialog name="web" learn={{ ports: '8080', connect: ['smtp_port_t'], others: 2 }} />);
  expect(screen.getByText(/^The ports and connections .* 2 other causes fit none of these choices/)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Start learning' }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent).toEqual([
    [
      'container.confine',
      {
        name: 'web',
        confinement: 'learning',
        allow: [],
        learnSeconds: 3600,
        ports: [{ protocol: 'tcp', port: 8080 }],
        connectTypes: ['smtp_port_t'],
        connectPorts: [],
      },
    ],
  ]);
  expect(window.location.hash).toBe('#/containers/web/security');
});

it('gives an instance of Incus its domain at once with what the denials say, and only while it is stopped', async () => {
  const sent = connect();
  const instance = someContainer('web', { engine: 'incus', confinement: 'shared', state: 'running' });
  useContainers.setState({ byName: new Map([['web', instance]]) });
  render(<OwnDomainDialog name="web" learn={{ ports: '8080', connect: [], others: 2 }} />);
  expect(screen.getByRole('status').textContent).toMatch(/by the next mount of their volume; stop it first\.$/);
  expect(
    screen.getByText(
      'It cannot learn; give it its own domain, and allow what it is denied. The ports and connections that ' +
        'were denied to it are filled in below.',
    ),
  ).toBeTruthy();
  const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Change confinement' });
  expect(button.disabled).toBe(true);
  act(() => useContainers.setState({ byName: new Map([['web', { ...instance, state: 'stopped' }]]) }));
  fireEvent.click(button);
  await waitFor(() =>
    expect(sent).toMatchObject([
      ['container.confine', { name: 'web', confinement: 'own', ports: [{ protocol: 'tcp', port: 8080 }] }],
    ]),
  );
});
