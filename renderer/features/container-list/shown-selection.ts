// SPDX-License-Identifier: Apache-2.0
/** The containers that are selected in their list and seen there, for the command palette: none on other pages. */

import { useEffect } from 'react';
import type { Container } from '../../../contract/model/containers/container.ts';
import { createHostStore } from '../../host/host-stores.ts';

export const useShownSelection = createHostStore<{ readonly containers: readonly Container[] }>({ containers: [] });

/** Tells the palette of the selection for as long as the list is shown. */
export function useTellSelection(containers: readonly Container[]): void {
  useEffect(() => {
    useShownSelection.setState({ containers });
    return () => useShownSelection.setState({ containers: [] });
  }, [containers]);
}
