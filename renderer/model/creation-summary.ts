/** What a new container will be, a line for each topic. */

import type { Wall } from '../../contract/model/container.ts';
import type { SelinuxStatus } from '../../contract/model/host.ts';
import type { NewContainer } from '../../contract/operations/container.ts';
import type { Choices } from './creation.ts';
import { formatBytes } from './units.ts';

export interface SummaryLine {
  readonly topic: string;
  readonly text: string;
  readonly tone: 'usual' | 'amber' | 'red';
}

export function summaryOf(choices: Choices, choice: NewContainer | undefined, selinux: SelinuxStatus | undefined): readonly SummaryLine[] {
  const limits = choice?.limits;
  const usual = 'usual' as const;
  const image = choices.image === '' ? 'an image yet to be chosen' : choices.image;
  return [
    { topic: 'Files', text: `${image} as a read-only layer below a writable one of its own; the image itself is never written.`, tone: usual },
    wallLine(selinux),
    { topic: 'Users', text: 'An id range that no other container has: root inside is nobody outside.', tone: usual },
    limits?.memoryBytes == null
      ? { topic: 'Memory', text: limits === undefined ? 'as soon as the limits can be read' : 'No limit: a leak can take the memory of the whole host.', tone: limits === undefined ? usual : 'amber' }
      : { topic: 'Memory', text: `At most ${formatBytes(limits.memoryBytes)}; beyond that the kernel ends a process inside.`, tone: usual },
    { topic: 'Processor', text: limits?.cpus == null ? 'All cores, shared fairly with the others.' : `At most ${limits.cpus} ${limits.cpus === 1 ? 'core' : 'cores'}.`, tone: usual },
    limits?.pids == null
      ? { topic: 'Processes', text: limits === undefined ? 'as soon as the limits can be read' : 'No limit: a fork bomb can take the whole host.', tone: limits === undefined ? usual : 'amber' }
      : { topic: 'Processes', text: `At most ${limits.pids} tasks.`, tone: usual },
    networkLine(choices),
    { topic: 'Afterwards', text: choices.start ? 'Runs, and the context of its init is verified; in another context it is killed.' : 'Stays stopped.', tone: usual },
  ];
}

export function wallWillBe(selinux: SelinuxStatus | undefined): Wall {
  if (selinux === undefined) return 'unknown';
  if (selinux.status === 'disabled') return 'unconfined';
  return selinux.status === 'permissive' ? 'permissive' : 'enforced';
}

function wallLine(selinux: SelinuxStatus | undefined): SummaryLine {
  switch (wallWillBe(selinux)) {
    case 'unconfined':
      return { topic: 'Wall', text: 'None: this host has no SELinux. Whoever breaks out of the namespaces reaches the neighbours.', tone: 'red' };
    case 'permissive':
      return { topic: 'Wall', text: 'Categories of its own, but this host is permissive: crossings are noted and not stopped.', tone: 'amber' };
    case 'enforced':
    case 'unknown':
      return { topic: 'Wall', text: 'The shared domain bulkhead_t with a pair of categories that no other container has: neighbours stay closed even with mode 0777.', tone: 'usual' };
  }
}

function networkLine({ network, bridge }: Choices): SummaryLine {
  if (network === 'none') return { topic: 'Network', text: 'None beside loopback.', tone: 'usual' };
  if (network === 'nat') return { topic: 'Network', text: "A namespace of its own behind the host's address; not reached from outside.", tone: 'usual' };
  return { topic: 'Network', text: `On ${bridge === '' ? 'a bridge' : bridge}: whoever is on that network can reach it.`, tone: 'amber' };
}
