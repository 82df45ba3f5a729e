// SPDX-License-Identifier: Apache-2.0
/** Set-up of the component tests, which share their modules: no test begins with what another left. */

import { afterAll, beforeEach } from 'vitest';
import { endWindow } from '../host/main-process.ts';
import { useOperations } from '../host/operations.ts';
import { closeDialog } from '../window/dialogs.ts';
import { dropAllDrafts } from '../window/drafts.ts';
import { useLocation } from '../window/location.ts';
import { useNotifications } from '../window/notifications.ts';

beforeEach(() => {
  closeDialog();
  dropAllDrafts();
  useLocation.setState({ time: undefined });
  useNotifications.setState({ notifications: [] });
  useOperations.setState({ operations: [] });
});

/** No file of tests begins with the hosts of another one. */
afterAll(endWindow);
