// SPDX-License-Identifier: Apache-2.0
/** Set-up of the component tests, which share their modules: no test begins with what another left. */

import { beforeEach } from 'vitest';
import { useOperations } from '../host/operations.ts';
import { useNotifications } from '../window/notifications.ts';

beforeEach(() => {
  useNotifications.setState({ notifications: [] });
  useOperations.setState({ operations: [] });
});
