/** What a new container will be, a line for each topic. */

import type { Wall } from '../../../contract/model/container.ts';
import type { SelinuxStatus } from '../../../contract/model/host.ts';
import type { Choices } from './creation.ts';
import { readLimits, type LimitTexts } from '../containers/limits/limit-texts.ts';
import { formatBytes } from '../../lib/units.ts';
import { volumesOf } from '../volumes/volume-draft.ts';

export interface SummaryLine {
  readonly topic: string;
  readonly text: string;
  readonly tone: 'usual' | 'amber' | 'red';
}

export function summaryOf(choices: Choices, selinux: SelinuxStatus | undefined): readonly SummaryLine[] {
  const usual = 'usual' as const;
  const image = choices.image === '' ? 'an image yet to be chosen' : choices.image;
  return [
    {
      topic: 'Files',
      text: `${image} as a read-only layer below a writable one of its own; the image itself is never written.`,
      tone: usual,
    },
    confinementLine(choices, selinux),
    { topic: 'Users', text: 'An id range that no other container has: root inside is nobody outside.', tone: usual },
    ...limitLines(choices.limits),
    networkLine(choices),
    ...volumeLines(choices.volumes),
    {
      topic: 'Afterwards',
      text: choices.start
        ? 'Runs, and the context of its init is verified; in another context it is killed.'
        : 'Stays stopped.',
      tone: usual,
    },
  ];
}

function limitLines(texts: LimitTexts): readonly SummaryLine[] {
  const read = readLimits(texts);
  if (read.status === 'invalid') return [{ topic: 'Limits', text: 'Cannot be read yet.', tone: 'amber' }];
  const { memoryBytes, cpus, pids, diskBytes } = read.limits;
  return [
    memoryBytes === null
      ? { topic: 'Memory', text: 'No limit: a leak can take the memory of the whole host.', tone: 'amber' }
      : {
          topic: 'Memory',
          text: `At most ${formatBytes(memoryBytes)}; beyond that the kernel ends a process inside.`,
          tone: 'usual',
        },
    {
      topic: 'Processor',
      text:
        cpus === null
          ? 'All cores, shared fairly with the others.'
          : `At most ${cpus} ${cpus === 1 ? 'core' : 'cores'}.`,
      tone: 'usual',
    },
    pids === null
      ? { topic: 'Processes', text: 'No limit: a fork bomb can take the whole host.', tone: 'amber' }
      : { topic: 'Processes', text: `At most ${pids} tasks.`, tone: 'usual' },
    diskBytes === null
      ? {
          topic: 'Disk',
          text: "No limit of its own: it can take all that is free above the host's reserve.",
          tone: 'amber',
        }
      : { topic: 'Disk', text: `At most ${formatBytes(diskBytes)} of files of its own.`, tone: 'usual' },
  ];
}

export function confinementWillBe(
  { confinement }: Pick<Choices, 'confinement'>,
  selinux: SelinuxStatus | undefined,
): Wall {
  if (selinux === undefined) return 'unknown';
  if (selinux.status === 'disabled') return 'unconfined';
  return selinux.status === 'permissive' || confinement === 'learning' ? 'permissive' : 'enforced';
}

function confinementLine({ confinement, ports }: Choices, selinux: SelinuxStatus | undefined): SummaryLine {
  switch (confinementWillBe({ confinement: 'shared' }, selinux)) {
    case 'unconfined':
      return {
        topic: 'Wall',
        text: 'None: this host has no SELinux. Whoever breaks out of the namespaces reaches the neighbours.',
        tone: 'red',
      };
    case 'permissive':
      return {
        topic: 'Wall',
        text: 'Categories of its own, but this host is permissive: crossings are noted and not stopped.',
        tone: 'amber',
      };
    case 'enforced':
    case 'unknown':
      if (confinement === 'learning')
        return {
          topic: 'Wall',
          text: 'A domain of its own that refuses nothing for an hour and notes everything; then it enforces by itself.',
          tone: 'amber',
        };
      if (confinement === 'own')
        return {
          topic: 'Wall',
          text: `Types and categories that no other container has. It listens on ${ports.trim() === '' ? 'no port' : ports} and nowhere else.`,
          tone: 'usual',
        };
      return {
        topic: 'Wall',
        text: 'The shared domain bulkhead_t with a pair of categories that no other container has: neighbours stay closed even with mode 0777.',
        tone: 'usual',
      };
  }
}

/** A folder of the host is a way out, however narrow: what root inside writes there is root's on the host. */
function volumeLines(text: string): readonly SummaryLine[] {
  const volumes = volumesOf(text);
  if (volumes === undefined) return [{ topic: 'Volumes', text: 'Cannot be read yet.', tone: 'amber' }];
  const writable = volumes.filter(({ readOnly }) => !readOnly);
  if (volumes.length === 0) return [];
  const which = `${volumes.map(({ source }) => source).join(', ')} of the host, labelled for this container alone`;
  return [
    writable.length === 0
      ? { topic: 'Volumes', text: `${which}, to be read only.`, tone: 'usual' }
      : {
          topic: 'Volumes',
          text: `${which}; what root inside writes there belongs to root on the host.`,
          tone: 'amber',
        },
  ];
}

function networkLine({ network, bridge }: Choices): SummaryLine {
  if (network === 'none') return { topic: 'Network', text: 'None beside loopback.', tone: 'usual' };
  if (network === 'nat')
    return {
      topic: 'Network',
      text: "A namespace of its own behind the host's address; not reached from outside.",
      tone: 'usual',
    };
  return {
    topic: 'Network',
    text: `On ${bridge === '' ? 'a bridge' : bridge}: whoever is on that network can reach it.`,
    tone: 'amber',
  };
}
