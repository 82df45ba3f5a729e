// SPDX-License-Identifier: Apache-2.0
/**
 * What a container in a domain of its own may be allowed beyond what every container does: declared once, for the
 * module, the window and the command line. All are off unless they are chosen.
 */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import type { RiskLevel } from '../denials/explanation.ts';
import { t } from '../../text.ts';

export interface ChoiceText {
  /** Names it in a list, without a stop. */
  readonly label: string;
  /** Says in one or two sentences which programs want it, and what it opens. */
  readonly opens: string;
  readonly risk: Exclude<RiskLevel, 'unknown'>;
  /** True for what the shared domain always has. */
  readonly isInShared: boolean;
}

/** Holds the texts of the choices in the order in which they are shown. */
const texts = {
  'connect-web': {
    label: t('Connect to web servers'),
    opens: t(
      'Package managers, webhooks, HTTP clients. It opens TCP connections to the ports of HTTP, HTTPS, HTTP ' +
        'proxies and DNS of any other machine.',
    ),
    risk: 'medium',
    isInShared: true,
  },
  connect: {
    label: t('Connect to any port'),
    opens: t(
      'Clients of databases, mail servers, ssh. It opens TCP connections to every port of any other ' +
        'machine, so that a service that is taken over can speak to anything.',
    ),
    risk: 'medium',
    isInShared: true,
  },
  ping: {
    label: t('Ping'),
    opens: t(
      'ping, traceroute, monitoring. It opens ICMP and raw IP sockets: packets with any content, from its address.',
    ),
    risk: 'medium',
    isInShared: false,
  },
  capture: {
    label: t('Capture packets'),
    opens: t(
      'tcpdump, and ss with its details. It maps the ring buffer of packet sockets, which had holes in the ' +
        'kernel, and lists sockets of its network.',
    ),
    risk: 'medium',
    isInShared: false,
  },
  firewall: {
    label: t('Firewall (nftables)'),
    opens: t(
      'nftables, iptables, fail2ban, Docker. It opens the netfilter interface of its own network, a ' +
        'frequent source of kernel exploits.',
    ),
    risk: 'high',
    isInShared: false,
  },
  nested: {
    label: t('Containers inside'),
    opens: t(
      'Podman, Docker, LXC, build sandboxes. It creates user namespaces of its own and sets up their ' +
        'network, which is how most holes in the kernel are reached.',
    ),
    risk: 'high',
    isInShared: false,
  },
  jit: {
    label: t('Code that is made at run time'),
    opens: t(
      'Node, Java, .NET, PHP, LuaJIT, PostgreSQL with JIT, grep -P. It runs memory that it wrote, which ' +
        'makes an error in a program easier to use.',
    ),
    risk: 'medium',
    isInShared: true,
  },
  async: {
    label: t('Asynchronous input and output'),
    opens: t(
      'Databases with io_uring, virtual machines, tools that pause page faults. It opens io_uring and ' +
        'userfaultfd, frequent sources of kernel exploits.',
    ),
    risk: 'high',
    isInShared: false,
  },
  bpf: {
    label: t('BPF programs'),
    opens: t(
      'Tracers and network tools. It loads programs into the kernel as far as its user namespace lets it; ' +
        'most hosts let nobody but their own root.',
    ),
    risk: 'high',
    isInShared: false,
  },
  fuse: {
    label: t('File systems in user space'),
    opens: t(
      'sshfs, rclone, fuse-overlayfs. It mounts FUSE file systems and uses all files of that type; the node ' +
        '/dev/fuse has to be put into the container as well.',
    ),
    risk: 'medium',
    isInShared: false,
  },
  'host-load': {
    label: t('See the load and the hardware of the host'),
    opens: t(
      'Monitoring of the host from inside. It reads how busy the host, and so every other container, is, its disks, ' +
        'its kernel modules and its boot command.',
    ),
    risk: 'medium',
    isInShared: false,
  },
  memlock: {
    label: t('Locked memory'),
    opens: t(
      'Databases, real-time audio, key stores. It locks shared memory beyond its limit, so that the kernel ' +
        'cannot write it to swap.',
    ),
    risk: 'medium',
    isInShared: false,
  },
} as const satisfies Readonly<Record<string, ChoiceText>>;

export type Choice = keyof typeof texts;
export const choices: Readonly<Record<Choice, ChoiceText>> = texts;
export const allChoices = Object.keys(texts) as readonly Choice[];

export const choiceSchema = makeOnce(() => z.enum(Object.keys(texts) as [Choice, ...Choice[]]));
export const choicesSchema = makeOnce(() =>
  z
    .array(choiceSchema())
    .max(allChoices.length)
    .refine((chosen) => new Set(chosen).size === chosen.length, t('must not name a choice twice')),
);
