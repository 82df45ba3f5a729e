// SPDX-License-Identifier: Apache-2.0
/** Keeps the check of the host up to date while somebody looks at it: once for each connection, or loss of one. */

import { useEffect } from 'react';
import { useConnection } from '../../host/connection.ts';
import { checkSourceOf, runHostCheck, useDoctor } from './doctor-store.ts';

/** A reconnect that fails again is no other loss. */
export function useFreshChecks(): void {
  const source = useConnection(({ connection }) => checkSourceOf(connection));
  useEffect(() => {
    if (source !== undefined && useDoctor.getState().source !== source) void runHostCheck();
  }, [source]);
}
