// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { clearHostStores, createHostStore, onHostLeft } from './host-stores.ts';

describe('a store of data of one host', () => {
  it('is as at first again when the window leaves the host, with what is held beside it', () => {
    const useNames = createHostStore<{ readonly names: readonly string[]; readonly late?: string }>({ names: [] });
    let isAborted = false;
    onHostLeft(() => {
      isAborted = true;
    });
    useNames.setState({ names: ['web'], late: 'one' });
    clearHostStores();
    expect(useNames.getState()).toEqual({ names: [] });
    expect(isAborted).toBe(true);
  });
});
