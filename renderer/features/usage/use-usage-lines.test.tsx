// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { renderHook } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { ReactNode } from 'react';
import type { Client } from '../../../rpc/client.ts';
import { fakeSample } from '../../../testing/models/sample.ts';
import { followFeeds } from '../../host/feeds.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { ChartGroup } from '../../ui/chart/chart-group.tsx';
import { useSamples } from './samples.ts';
import { type UsageLine, useUsageLines } from './use-usage-lines.ts';

const left = new AbortController();

afterEach(() => {
  left.abort();
  clearHostStores();
});

function Charts({ children }: { readonly children: ReactNode }) {
  return (
    <ChartGroup time={1000} seconds={60} choice={undefined} onChoice={() => undefined}>
      {children}
    </ChartGroup>
  );
}

it('draws of the live samples the line of the host, and that of each container', async () => {
  async function* stream(name: string) {
    if (name === 'sample.watch') yield { samples: [fakeSample(1000, ['web'])] };
  }
  void followFeeds({ stream } as unknown as Client, left.signal, () => undefined);
  await expect.poll(() => useSamples.getState().time).toBe(1000);
  const lines: readonly UsageLine[] = [
    { key: 'host', subject: { container: undefined }, column: 'cpu' },
    { key: 'web', subject: { container: 'web' }, column: 'cpu' },
    { key: 'gone', subject: { container: 'gone' }, column: 'cpu' },
  ];
  const { result } = renderHook(() => useUsageLines(lines), { wrapper: Charts });
  const { data, nothing } = result.current;
  expect(lines.map(({ key }) => data?.valueAt(key, 0))).toEqual([1, 12.5, Number.NaN]);
  expect([data?.length, nothing]).toEqual([1, undefined]);
});
