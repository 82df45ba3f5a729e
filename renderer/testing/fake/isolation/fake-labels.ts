// SPDX-License-Identifier: Apache-2.0
/** Labels of files on the fake host: what was moved onto a volume has another, until it is given the right one. */

import type { GivenLabelItem, LabelSum } from '../../../../contract/operations/containers/label.ts';
import type { Handlers } from '../../../../rpc/handlers.ts';
import type { FakeHost } from '../fake-host.ts';
import { pause } from '../pause.ts';

const total = 12_000;

export function fakeLabels(host: FakeHost): Pick<Handlers<string>, 'label.verify' | 'label.restore'> {
  const restored = new Set<string>();

  async function* walk(
    name: string | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<GivenLabelItem, LabelSum, undefined> {
    for (let files = 0; files < total; files += 1000) {
      yield { type: 'progress', files };
      await pause(120, signal);
    }
    const wrong = name === undefined || restored.has(name) ? [] : wrongOn(host, name);
    yield* wrong;
    yield { type: 'progress', files: total };
    return {
      files: total,
      drifted: wrong.filter(({ type }) => type === 'drifted').length,
      skipped: wrong.filter(({ type }) => type === 'skipped').length,
    };
  }

  return {
    'label.verify': ({ name }, { signal }) => walk(name, signal),
    async *'label.restore'({ name }, { signal }) {
      const sum = yield* walk(name, signal);
      if (name !== undefined) restored.add(name);
      return sum;
    },
  };
}

function wrongOn(host: FakeHost, name: string): readonly GivenLabelItem[] {
  const { volumes = [], categories = [] } = host.containers.get(name) ?? {};
  return volumes.flatMap(({ source }): GivenLabelItem[] => [
    ...['index.html', 'static', 'static/logo.svg'].map((file) => ({
      type: 'drifted' as const,
      path: `${source}/${file}`,
      actual: 'unconfined_u:object_r:user_home_t:s0',
      expected: `system_u:object_r:bulkhead_file_t:s0:${categories.join(',')}`,
    })),
    {
      type: 'skipped',
      path: `${source}/backup.key`,
      reason: 'it is labelled sshd_key_t, which is kept from every container',
    },
  ]);
}
