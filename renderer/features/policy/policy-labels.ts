// SPDX-License-Identifier: Apache-2.0
/** Confinements and policy modules in words. */

import type { Confinement, ServedPortNumber } from '../../../contract/model/containers/container.ts';
import { servedPortSchema } from '../../../contract/model/containers/container.ts';
import type { PolicyModule, PolicyStep } from '../../../contract/model/policy/policy-module.ts';
import { t } from '../../lib/language/t.ts';

export const policyStepLabels: Readonly<Record<PolicyStep, string>> = {
  check: t('Check the source'),
  compile: t('Compile it against the loaded policy'),
  wait: t('Wait for other policy changes'),
  install: t('Load the policy (cannot be cancelled)'),
  apply: t('Apply it to the container'),
};

export const confinementLabels: Readonly<Record<Confinement, { readonly title: string; readonly meaning: string }>> = {
  shared: {
    title: t('Shared domain'),
    meaning: t('bulkhead_t, the domain of many containers: only their categories isolate them.'),
  },
  own: {
    title: t('Own domain'),
    meaning: t(
      'Its own SELinux types as well. It may listen only on the given ports, and do beyond every container ' +
        'only what you allow.',
    ),
  },
  learning: {
    title: t('Learning mode'),
    meaning: t('Allow and log everything for an hour, then choose what to allow.'),
  },
};

export function moduleStateLabels({ state, version }: Pick<PolicyModule, 'state' | 'version'>): string {
  if (state === 'missing') return t('not in the module store');
  if (state === 'changed') return t('changed by another tool');
  return t('version {version}', { version: version ?? t('unknown') });
}

/** The text that {@link portsOf} reads. */
export function formatPorts(ports: readonly ServedPortNumber[]): string {
  return ports.map(({ protocol, port }) => (protocol === 'tcp' ? String(port) : `${port}/${protocol}`)).join(', ');
}

/** `80, 443, 53/udp`; undefined when it cannot be read. */
export function portsOf(text: string): readonly ServedPortNumber[] | undefined {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  const ports = words.map((word) => {
    const [, port, protocol = 'tcp'] = /^(\d{1,5})(?:\/(tcp|udp))?$/.exec(word) ?? [];
    return servedPortSchema().safeParse({ port: Number(port), protocol }).data;
  });
  return ports.some((port) => port === undefined) ? undefined : ports.flatMap((port) => port ?? []);
}
