// SPDX-License-Identifier: Apache-2.0
/** Adoptions on the fake host: of a container of another tool, without any files. */

import { fail } from '../../../../contract/errors.ts';
import type { GivenAdoptionLine, GivenAdoptionPreview } from '../../../../contract/model/containers/adoption.ts';
import type { Container } from '../../../../contract/model/containers/container.ts';
import { defaultLimits } from '../../../../contract/model/containers/limits.ts';
import { noSettings } from '../../../../contract/model/containers/settings.ts';
import { newContainerSchema } from '../../../../contract/operations/creation.ts';
import { joinWords } from '../../../../contract/text.ts';
import type { Handlers } from '../../../../rpc/handlers.ts';
import { createOne } from './fake-create.ts';
import type { FakeHost } from '../fake-host.ts';
import { pause } from '../pause.ts';
import { mebibyte } from '../images/seed-images.ts';

type AdoptionHandlers = Pick<
  Handlers<string>,
  'container.preview-adoption' | 'container.adopt' | 'container.restore-original' | 'container.remove-original'
>;

const bytes = 412 * mebibyte;
/** Keeps the originals as they were, by the name of the container that was made of them. */
const originals = new WeakMap<FakeHost, Map<string, Container>>();

export function fakeAdoption(host: FakeHost): AdoptionHandlers {
  const find = (name: string): Container => host.containers.get(name) ?? fail('container-not-found', { name });
  const kept = originals.get(host) ?? new Map<string, Container>();
  originals.set(host, kept);

  function originalOf(name: string): Container {
    const container = find(name);
    const { original } = container;
    if (original === null) fail('original-not-found', { name });
    return kept.get(original.name) ?? foreignOf(container, original.name);
  }

  return {
    'container.preview-adoption': async ({ name }) => previewOf(find(name)),
    async *'container.adopt'({ name, volumes: targets }, { signal }) {
      const container = find(name);
      const { problems, image, limits, settings, tags, volumes } = previewOf(container);
      if (problems.length > 0) fail('container-not-adoptable', { name, reason: joinWords(problems, '; ') });
      yield { step: 'check', files: 0, bytes: 0 };
      for (let part = 1; part <= 8; part += 1) {
        await pause(250, signal);
        yield { step: 'copy', files: part * 2_300, bytes: (part * bytes) / 8 };
      }
      yield { step: 'set-aside', files: 18_400, bytes };
      await pause(200, signal);
      yield { step: 'create', files: 18_400, bytes };
      host.images.set(image, {
        name: image,
        description: 'Debian GNU/Linux 11 (bullseye)',
        origin: `the adopted container ${name}`,
        architecture: 'amd64',
        sizeBytes: bytes,
        createdAt: host.now(),
        sha256: '5a1b'.repeat(16),
        hasInit: true,
        application: null,
      });
      host.remove(name);
      kept.set(name, container);
      const chosen = volumes.filter(({ target }) => targets.includes(target));
      const request = newContainerSchema().parse({ name, image, limits, settings, tags, volumes: chosen });
      const creation = createOne(host, request, signal);
      for (;;) {
        const next = await creation.next();
        if (next.done !== true) continue;
        const adopted = { ...next.value, original: { name, adoptedAt: host.now() } };
        host.change(adopted);
        return adopted;
      }
    },
    'container.restore-original': async ({ name, force }) => {
      const original = originalOf(name);
      const { state, image } = find(name);
      if (state !== 'stopped' && !force) fail('container-running', { name });
      if (original.name !== name && host.containers.has(original.name))
        fail('container-exists', { name: original.name });
      await pause(700);
      host.remove(name);
      if (image === imageOf(original.name)) host.images.delete(image);
      kept.delete(original.name);
      host.change(original);
      return original;
    },
    'container.remove-original': async ({ name }) => {
      const original = originalOf(name);
      await pause(500);
      kept.delete(original.name);
      host.change({ ...find(name), original: null });
      return { left: [] };
    },
  };
}

const imageOf = (name: string): string => `adopted-${name}`;

/** Makes the container look as another tool could have made it. */
function foreignOf(container: Container, name: string): Container {
  return {
    ...container,
    name,
    state: 'stopped',
    isManaged: false,
    image: null,
    confinement: null,
    original: null,
    context: null,
    domain: null,
    categories: [],
    confinementMode: 'unknown',
    userNamespaceBase: null,
    initPid: null,
    startedAt: null,
    tags: [],
    settings: null,
    addresses: [],
    published: [],
    links: [],
    disk: null,
  };
}

function previewOf({ name, isManaged, state }: Container): GivenAdoptionPreview {
  const file = `/var/lib/lxc/${name}/config`;
  const line = (
    outcome: GivenAdoptionLine['outcome'],
    key: string,
    value: string,
    note: string,
  ): GivenAdoptionLine => ({
    file,
    key,
    value,
    outcome,
    note,
  });
  const usual = (key: string, value: string, note: string): GivenAdoptionLine => ({
    ...line('replaced', key, value, note),
    file: '/usr/share/lxc/config/common.conf',
  });
  return {
    problems: [
      ...(isManaged ? ['Bulkhead manages it already'] : []),
      ...(state === 'stopped' ? [] : [`it runs; stop it first (lxc-stop -n ${name})`]),
    ],
    weaknesses: [
      'No SELinux context is configured: it runs in the domain of whatever starts it.',
      'It has no user namespace: root inside is root of the host.',
      "It may write to the kernel's own files (proc:rw): lxc.mount.auto = proc:rw sys:rw",
      'A program of the host runs as root when the container reaches the step pre-start: ' +
        'lxc.hook.pre-start = /usr/local/sbin/open-firewall',
    ],
    lines: [
      line('replaced', 'lxc.include', '/usr/share/lxc/config/common.conf', 'What it includes is listed with its file.'),
      usual('lxc.tty.max', '4', 'Bulkhead chooses this itself.'),
      usual(
        'lxc.cap.drop',
        'mac_admin mac_override sys_time sys_module',
        "Bulkhead's list of dropped capabilities, in a user namespace.",
      ),
      usual('lxc.seccomp.profile', '/usr/share/lxc/config/common.seccomp', "LXC's common profile of seccomp."),
      line('kept', 'lxc.uts.name', 'intranet', 'It has this host name.'),
      line(
        'replaced',
        'lxc.rootfs.path',
        `dir:/var/lib/lxc/${name}/rootfs`,
        'A copy of its files, as an image below a layer of its own.',
      ),
      line('left-out', 'lxc.apparmor.profile', 'unconfined', 'SELinux confines it, and not AppArmor.'),
      line('replaced', 'lxc.mount.auto', 'proc:rw sys:rw', 'proc:mixed sys:mixed cgroup:rw:force'),
      line(
        'kept',
        'lxc.mount.entry',
        '/srv/intranet srv/www none bind,ro 0 0',
        'As the volume /srv/intranet at /srv/www, when it is chosen.',
      ),
      line(
        'left-out',
        'lxc.mount.entry',
        '/dev/sdb1 mnt/data ext4 defaults 0 0',
        'It mounts a file system of the host; mount that on the host, and attach it as a volume.',
      ),
      line(
        'left-out',
        'lxc.hook.pre-start',
        '/usr/local/sbin/open-firewall',
        'It is a program of the host that would run as root.',
      ),
      line('kept', 'lxc.net.0.type', 'veth', 'It is behind the address of the host.'),
      line('kept', 'lxc.net.0.link', 'lxcbr0', 'It is behind the address of the host.'),
      line('replaced', 'lxc.net.0.hwaddr', '00:16:3e:4c:9a:01', 'It gets a hardware address of its own.'),
      line('kept', 'lxc.start.auto', '1', 'It starts with the host.'),
      line('kept', 'lxc.cgroup2.memory.max', '1G', 'It has this limit.'),
    ],
    root: `/var/lib/lxc/${name}/rootfs`,
    image: imageOf(name),
    limits: { ...defaultLimits, memoryBytes: 1024 * mebibyte },
    network: { kind: 'nat' },
    settings: { ...noSettings, hostname: 'intranet', autostart: { order: 0, delaySeconds: 0 } },
    tags: [],
    volumes: [{ source: '/srv/intranet', target: '/srv/www', readOnly: true, share: false }],
  };
}
