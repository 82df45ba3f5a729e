// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { Client } from '../../../rpc/client.ts';
import { useConnection } from '../../host/connection.ts';
import { OwnDomainDialog } from './own-domain-dialog.tsx';

afterEach(cleanup);

it('gives the container a domain of its own with the ports that were named, and says when they cannot be read (window 20)', async () => {
  const sent: unknown[] = [];
  const stream = (operation: string, params: unknown) => {
    sent.push([operation, params]);
    return Object.assign((async function* () {})(), { result: Promise.resolve({ applies: 'next-start' }) });
  };
  useConnection.setState({
    connection: { status: 'connected', hostId: 'lab', client: { stream } as unknown as Client },
  });
  render(<OwnDomainDialog name="web" />);
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
