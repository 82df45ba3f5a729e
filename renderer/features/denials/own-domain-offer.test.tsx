// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import type { Confinement } from '../../../contract/model/containers/container.ts';
import { fakeContainer } from '../../../testing/models/container.ts';
import { fakeEvent, fakeGroup } from '../../../testing/models/denial.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { recordCalls } from '../../testing/record-calls.ts';
import { closeDialog, useDialog } from '../../window/dialogs.ts';
import { useContainers } from '../containers/containers.ts';
import { OwnDomainOffer } from './own-domain-offer.tsx';

const target = { user: 'system_u', role: 'object_r', type: 'proc_t', level: 's0' };
const groups = [fakeGroup({ reason: 'no-rule', targetType: 'proc_t', sample: fakeEvent({ target }) })];

function show(confinement: Confinement): void {
  recordCalls();
  useContainers.setState({ byName: new Map([['web', fakeContainer({ name: 'web', confinement })]]) });
  render(<OwnDomainOffer name="web" groups={groups} />);
}

afterEach(() => {
  cleanup();
  closeDialog();
  clearHostStores();
});

it('begins a domain from the denials of a container in the shared domain', async () => {
  show('shared');
  await userEvent.click(screen.getByRole('button', { name: 'Own domain from these denials…' }));
  expect(useDialog.getState().dialog).toEqual({
    kind: 'own-domain',
    name: 'web',
    learn: { ports: '', connect: [], others: 1 },
  });
});

it('is not offered for a container that has a domain of its own', () => {
  show('own');
  expect(screen.queryByRole('button')).toBe(null);
});
