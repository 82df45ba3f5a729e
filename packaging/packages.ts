// SPDX-License-Identifier: Apache-2.0
/** The packages: what each is, and what it needs of Debian, and of distributions with RPM. */

export type PackageId = 'helper' | 'containers' | 'selinux' | 'window' | 'cockpit';

export interface PackageDefinition {
  readonly id: PackageId;
  readonly name: string;
  readonly summary: string;
  /** Paragraphs. */
  readonly description: readonly string[];
  readonly isArchitectureIndependent: boolean;
  /** Says that it bundles npm packages, whose notices it then has. */
  readonly hasNotices?: true;
  /** Debian's section of the archive. */
  readonly section: string;
  readonly debian: Relations;
  /**
   * Lists the packages by their names in Fedora and RHEL, with that of openSUSE beside it where it is another one:
   * `(iproute or iproute2)`.
   */
  readonly rpm: RpmRelations;
}

/** Says when rpm runs a scriptlet. */
type ScriptletTime = 'post' | 'preun' | 'postun' | 'posttrans';

interface RpmRelations extends Relations {
  /** What scriptlets run, so that it is there at their time: `Requires(post)`. Shell and coreutils are everywhere. */
  readonly scriptlets?: Readonly<Partial<Record<ScriptletTime, readonly string[]>>>;
}

export interface Relations {
  readonly depends: readonly string[];
  readonly recommends?: readonly string[];
  readonly suggests?: readonly string[];
  readonly conflicts?: readonly string[];
  readonly provides?: readonly string[];
}

/** Names the oldest Cockpit in which the page was tried: that of Debian 13. */
export const oldestCockpit = '337';

/**
 * Is nobody's address, by RFC 2606. Who publishes packages names an address of their own (`DEBFULLNAME`, `DEBEMAIL`).
 */
const nobody = 'bulkhead@packages.invalid';

export function maintainer(environment: NodeJS.ProcessEnv = process.env): string {
  return `${environment['DEBFULLNAME'] ?? 'The Bulkhead authors'} <${environment['DEBEMAIL'] ?? nobody}>`;
}

export const helperPackage: PackageDefinition = {
  id: 'helper',
  name: 'bulkhead-helper',
  summary: 'Helper and command line for LXC containers that SELinux isolates',
  description: [
    'A root daemon that creates, starts and watches LXC containers, each in an SELinux context of its own. ' +
      'Members of the group bulkhead reach it over a socket; polkit authorises each of their calls.',
    'bulkheadctl, its command line, is part of this package. It also reads audit logs of other hosts, without a helper.',
    'The helper runs by the Node.js of the distribution, so that security updates of Node.js reach it.',
  ],
  isArchitectureIndependent: false,
  hasNotices: true,
  section: 'admin',
  debian: {
    depends: [
      'bulkhead-containers (= ${version})',
      'bulkhead-selinux (= ${version})',
      'libc6 (>= 2.34)',
      'libgcc-s1',
      // The helper loads these by their names.
      'libselinux1',
      'libstdc++6',
      'libsystemd0',
      'nodejs (>= 20.19)',
      'lxc (>= 1:5)',
      'uidmap',
      'iproute2',
      'nftables',
      'conntrack',
      'polkitd (>= 124)',
      'e2fsprogs',
      'passwd',
      'init-system-helpers (>= 1.62)',
      'systemd | systemd-sysusers',
      'systemd | systemd-tmpfiles',
    ],
    recommends: [
      ...['auditd', 'checkpolicy', 'secilc', 'policycoreutils-python-utils', 'perl', 'python3'],
      // The init of application images.
      ...['bzip2', 'ca-certificates', 'catatonit', 'xz-utils', 'zstd'],
      // Backups of containers.
      'restic',
    ],
    suggests: ['bulkhead', 'stress-ng', 'lxcfs', 'mmdebstrap', 'skopeo', 'gpgv', 'default-mta | mail-transport-agent'],
  },
  rpm: {
    depends: [
      'bulkhead-containers = ${version}',
      '(bulkhead-selinux = ${version} if selinux-policy-base)',
      // The version is of the engine: nodejs itself is an empty package on some releases, and another one has the program.
      ...['nodejs(engine) >= 20.19', '/usr/bin/node'],
      'lxc >= 5',
      // The helper loads these by their names.
      '(libselinux or libselinux1)',
      '(systemd-libs or libsystemd0)',
      '(iproute or iproute2)',
      'nftables',
      'conntrack-tools',
      'polkit >= 124',
      'e2fsprogs',
      '(shadow-utils or shadow)',
      'systemd',
      'tar',
      'util-linux',
    ],
    scriptlets: {
      post: ['systemd', '(shadow-utils or shadow)', 'gawk', 'grep', 'sed'],
      preun: ['systemd', 'util-linux'],
      postun: ['systemd'],
      posttrans: ['systemd'],
    },
    recommends: [
      ...['audit', 'checkpolicy', 'secilc', 'policycoreutils-python-utils', '(perl-interpreter or perl)', 'python3'],
      ...['bzip2', 'ca-certificates', 'catatonit', 'xz', 'zstd'],
      'restic',
    ],
    suggests: ['bulkhead%{?_isa}', 'stress-ng', 'lxcfs', 'skopeo', '(gnupg2 or gpg2)'],
  },
};

const containersPackage: PackageDefinition = {
  id: 'containers',
  name: 'bulkhead-containers',
  summary: 'What containers of Bulkhead need to run without its helper',
  description: [
    'The programs that LXC runs when such a container starts and ends, its list of system calls, and a unit that mounts ' +
      'the root file systems at boot where no helper does.',
    'With this package alone the containers go on, and are started and stopped by the tools of LXC. ' +
      'It is not removed while there are any.',
  ],
  isArchitectureIndependent: true,
  section: 'admin',
  debian: {
    // util-linux 2.39 is the first whose mount maps ids.
    depends: ['lxc (>= 1:5)', 'mount (>= 2.39)', 'dnsmasq-base', 'iproute2', 'nftables', 'conntrack', 'uidmap'],
    recommends: ['bulkhead-selinux'],
  },
  rpm: {
    depends: [
      'lxc >= 5',
      'util-linux >= 2.39',
      'dnsmasq',
      '(iproute or iproute2)',
      'nftables',
      'conntrack-tools',
      '(shadow-utils or shadow)',
      'systemd',
    ],
    scriptlets: { post: ['systemd'], preun: ['systemd'], postun: ['systemd'] },
  },
};

export const selinuxPackage: PackageDefinition = {
  id: 'selinux',
  name: 'bulkhead-selinux',
  summary: 'SELinux policy modules of Bulkhead',
  description: [
    'The types of the containers that Bulkhead creates, of its helper, and of what they use. ' +
      'They are installed at priority 200 in one transaction, ' +
      'and stay while a container has one of their types.',
    'A failure to install them does not stop the package manager. ' +
      'It is written to /var/lib/bulkhead-selinux/failure, and until it is corrected no helper starts where ' +
      'SELinux is enforcing.',
  ],
  isArchitectureIndependent: true,
  section: 'admin',
  // 3.6 is the first libsepol with deny rules.
  debian: { depends: ['policycoreutils (>= 3.6)', 'selinux-utils', 'selinux-policy-default'] },
  rpm: {
    depends: ['policycoreutils >= 3.6', '(libselinux-utils or selinux-tools)', 'selinux-policy-base', 'util-linux'],
    scriptlets: {
      post: [
        ...['policycoreutils >= 3.6', '(libselinux-utils or selinux-tools)', 'selinux-policy-base'],
        ...['util-linux', 'gawk', 'grep', 'sed'],
      ],
      preun: ['policycoreutils', 'util-linux', 'gawk', 'grep', 'sed'],
      posttrans: ['policycoreutils', '(libselinux-utils or selinux-tools)'],
    },
  },
};

const windowPackage: PackageDefinition = {
  id: 'window',
  name: 'bulkhead',
  summary: 'Console for LXC containers that SELinux isolates',
  description: [
    'A window on the containers of this host, and of others over ssh: ' +
      'their state, use, terminals, and what SELinux denied them, in plain words, ' +
      'with the rule behind it and what could be done.',
    'It needs no right of its own: bulkhead-helper does the work, on each host that has containers.',
  ],
  isArchitectureIndependent: false,
  hasNotices: true,
  section: 'admin',
  debian: {
    depends: [
      'libasound2t64',
      'libatk-bridge2.0-0t64',
      'libatk1.0-0t64',
      'libatspi2.0-0t64',
      'libc6 (>= 2.34)',
      'libcairo2',
      'libcups2t64',
      'libdbus-1-3',
      'libdrm2',
      'libexpat1',
      'libgbm1',
      'libgcc-s1',
      'libglib2.0-0t64',
      'libgtk-3-0t64',
      'libnspr4',
      'libnss3',
      'libpango-1.0-0',
      'libstdc++6',
      'libudev1',
      'libx11-6',
      'libxcb1',
      'libxcomposite1',
      'libxdamage1',
      'libxext6',
      'libxfixes3',
      'libxkbcommon0',
      'libxrandr2',
      'xdg-utils',
    ],
    recommends: ['bulkhead-helper', 'openssh-client'],
  },
  rpm: {
    // rpm finds the libraries by itself.
    depends: ['hicolor-icon-theme', 'xdg-utils'],
    recommends: ['bulkhead-helper%{?_isa}', '(openssh-clients or openssh)'],
  },
};

/** The same window with the older Electron of closed networks. It takes the place of the one that is shipped. */
export const developmentWindowPackage: PackageDefinition = {
  ...windowPackage,
  name: 'bulkhead-development',
  description: [
    ...windowPackage.description,
    'This package is for development and tests alone: its Electron is not the current one, and gets no security updates.',
  ],
  debian: { ...windowPackage.debian, conflicts: ['bulkhead'], provides: ['bulkhead (= ${version})'] },
  rpm: {
    ...windowPackage.rpm,
    conflicts: ['bulkhead'],
    provides: ['bulkhead = ${version}', 'bulkhead%{?_isa} = ${version}'],
  },
};

const cockpitPackage: PackageDefinition = {
  id: 'cockpit',
  name: 'cockpit-bulkhead',
  summary: 'Cockpit user interface for containers that SELinux isolates',
  description: [
    'The pages of the window of Bulkhead, in Cockpit: the state of the containers of this host, their use, terminals, ' +
      'files, and what SELinux denied them, in a browser.',
    'The page calls bulkhead-helper on the same host as the user who logged in to Cockpit, never as root. ' +
      'It has no server of its own.',
  ],
  isArchitectureIndependent: true,
  hasNotices: true,
  section: 'admin',
  debian: { depends: [`cockpit-bridge (>= ${oldestCockpit})`], recommends: ['bulkhead-helper', 'cockpit'] },
  rpm: { depends: [`cockpit-bridge >= ${oldestCockpit}`], recommends: ['bulkhead-helper', 'cockpit'] },
};

export function packageList({ isDevelopment }: { readonly isDevelopment: boolean }): readonly PackageDefinition[] {
  return [
    ...[helperPackage, containersPackage, selinuxPackage],
    isDevelopment ? developmentWindowPackage : windowPackage,
    cockpitPackage,
  ];
}
