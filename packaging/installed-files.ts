// SPDX-License-Identifier: Apache-2.0
/**
 * What is installed where: the one table from which the Debian packages, the RPM packages and the lab derive. Rows are
 * data; `list-files.ts` reads them.
 */

import type { PackageId } from './packages.ts';

export interface InstalledFiles {
  readonly package: PackageId;
  /** A file, or a folder with all that is below it; a path from the checkout. */
  readonly source: string;
  /** Gives the absolute path of the file, or of the folder. */
  readonly target: string;
  /** Selects paths below a folder; all when left out. */
  readonly wanted?: RegExp;
  /** Sets the mode; by default 0755 for what its owner may execute, else 0644. */
  readonly mode?: number;
  /** Says that `npm run package` makes the file. The lab, which has no use for it, goes without. */
  readonly isGenerated?: true;
  /** Documents. The lab goes without these, too. */
  readonly isForReading?: true;
  /** Is for the package manager of Debian alone. */
  readonly isOfDebian?: true;
}

export interface InstalledLink {
  readonly package: PackageId;
  readonly path: string;
  /** Gives the path as it stands in the link: relative below the same top folder, as Debian wants it. */
  readonly target: string;
}

/** Name the folders in which `npm run package` puts what it generates, and electron-builder the window. */
export const generatedFolder = 'release/generated';
export const windowTree = 'release/linux-unpacked';

/** Is also for calls of semodule by hand: it is confined, and may read there. */
export const policyFolder = '/usr/share/bulkhead/selinux';
/** policy/selinux labels the window's executable at this place. */
export const windowFolder = '/opt/Bulkhead';

const applicationId = 'io.bulkhead.Bulkhead';
const iconSizes = [16, 32, 48, 64, 128, 256, 512] as const;

/** The sandbox has a row of its own, and Electron's own page is not ours. */
const ofWindow = /^(?!chrome-sandbox$|resources\/default_app\.asar$)/;

/** Names the folder in which an administrator looks for documents. */
const documents = '/usr/share/doc/bulkhead-helper';

/** Source maps are for the checkout only. */
const withoutMaps = /(?<!\.map)$/;

/** What LXC reads and runs of the helper's bundle, and units that run while no helper does. */
const ofContainers = /^(?:network|seccomp)\//;
const withoutOfContainers = /^(?!(?:network|seccomp)\/)(?!.*\.map$)/;
const unitsOfContainers = /^bulkhead-network@\.service$/;
const unitsOfHelper = /^(?!bulkhead-network@\.).*\.(?:service|socket|slice|target|timer|scope)$/;

export const installedFiles: readonly InstalledFiles[] = [
  { package: 'helper', source: 'dist/helper', target: '/usr/lib/bulkhead', wanted: withoutOfContainers },
  { package: 'helper', source: 'dist/cli', target: '/usr/lib/bulkhead/cli', wanted: withoutMaps },
  { package: 'helper', source: 'policy/systemd', target: '/usr/lib/systemd/system', wanted: unitsOfHelper },
  { package: 'helper', source: 'policy/polkit', target: '/usr/share/polkit-1/actions', wanted: /\.policy$/ },
  { package: 'helper', source: 'policy/polkit', target: '/usr/share/polkit-1/rules.d', wanted: /\.rules$/ },
  { package: 'helper', source: 'packaging/etc/sysusers.conf', target: '/usr/lib/sysusers.d/bulkhead.conf' },
  { package: 'helper', source: 'packaging/etc/tmpfiles.conf', target: '/usr/lib/tmpfiles.d/bulkhead.conf' },
  ...(['add-id-range', 'restore-table-sizes'] as const).map((name) => ({
    package: 'helper' as const,
    source: `packaging/programs/${name}.sh`,
    target: `/usr/libexec/bulkhead/${name}`,
    mode: 0o755,
  })),
  {
    package: 'helper',
    source: 'packaging/programs/unload-module.sh',
    target: '/usr/lib/bulkhead/unload-module',
    mode: 0o755,
  },
  {
    package: 'helper',
    source: 'docs',
    target: `${documents}/docs`,
    wanted: /\.(?:md|svg)$/,
    isForReading: true,
  },
  {
    package: 'helper',
    source: 'assets/grafana/bulkhead.json',
    target: `${documents}/grafana/bulkhead.json`,
    isForReading: true,
  },
  { package: 'helper', source: `${generatedFolder}/man`, target: '/usr/share/man/man1', isGenerated: true },
  {
    package: 'helper',
    source: `${generatedFolder}/completion/bulkheadctl.bash`,
    target: '/usr/share/bash-completion/completions/bulkheadctl',
    isGenerated: true,
  },
  {
    package: 'helper',
    source: `${generatedFolder}/completion/bulkheadctl.zsh`,
    target: '/usr/share/zsh/vendor-completions/_bulkheadctl',
    isGenerated: true,
  },
  {
    package: 'helper',
    source: `${generatedFolder}/completion/bulkheadctl.fish`,
    target: '/usr/share/fish/vendor_completions.d/bulkheadctl.fish',
    isGenerated: true,
  },

  { package: 'containers', source: 'dist/helper', target: '/usr/lib/bulkhead', wanted: ofContainers },
  { package: 'containers', source: 'policy/systemd', target: '/usr/lib/systemd/system', wanted: unitsOfContainers },
  ...(['bulkhead-mounts.service', 'bulkhead-shutdown.service'] as const).map((name) => ({
    package: 'containers' as const,
    source: `packaging/etc/${name}`,
    target: `/usr/lib/systemd/system/${name}`,
  })),
  ...(['mount-containers', 'stop-containers', 'has-no-containers'] as const).map((name) => ({
    package: 'containers' as const,
    source: `packaging/programs/${name}.sh`,
    target: `/usr/libexec/bulkhead/${name}`,
    mode: 0o755,
  })),
  {
    package: 'containers',
    source: 'packaging/programs/dnsmasq-of-lxc-net.sh',
    target: '/usr/lib/bulkhead/lxc-net/dnsmasq',
    mode: 0o755,
  },
  {
    package: 'containers',
    source: 'packaging/etc/lxc-net.conf',
    target: '/usr/lib/systemd/system/lxc-net.service.d/bulkhead.conf',
  },
  {
    package: 'containers',
    source: 'packaging/etc/keep-containers.conf',
    target: '/etc/apt/apt.conf.d/52bulkhead-containers',
    isOfDebian: true,
  },

  { package: 'selinux', source: 'policy/selinux', target: policyFolder, wanted: /\.cil$/ },
  ...(['install-modules', 'relabel-files', 'remove-modules'] as const).map((name) => ({
    package: 'selinux' as const,
    source: `packaging/programs/${name}.sh`,
    target: `/usr/libexec/bulkhead-selinux/${name}`,
    mode: 0o755,
  })),

  // Chromium enters its sandbox by this program, which has to belong to root and be set-user-id.
  {
    package: 'window',
    source: `${windowTree}/chrome-sandbox`,
    target: `${windowFolder}/chrome-sandbox`,
    mode: 0o4755,
    isGenerated: true,
  },
  { package: 'window', source: windowTree, target: windowFolder, wanted: ofWindow, isGenerated: true },
  {
    package: 'window',
    source: `assets/${applicationId}.desktop`,
    target: `/usr/share/applications/${applicationId}.desktop`,
  },
  {
    package: 'window',
    source: `assets/${applicationId}.metainfo.xml`,
    target: `/usr/share/metainfo/${applicationId}.metainfo.xml`,
  },
  {
    package: 'window',
    source: 'assets/icon.svg',
    target: `/usr/share/icons/hicolor/scalable/apps/${applicationId}.svg`,
  },
  ...iconSizes.map((size) => ({
    package: 'window' as const,
    source: `assets/icons/${size}x${size}.png`,
    target: `/usr/share/icons/hicolor/${size}x${size}/apps/${applicationId}.png`,
  })),

  { package: 'cockpit', source: 'dist/cockpit', target: '/usr/share/cockpit/bulkhead', wanted: withoutMaps },
  {
    package: 'cockpit',
    source: `assets/${applicationId}.cockpit.metainfo.xml`,
    target: `/usr/share/metainfo/${applicationId}.cockpit.metainfo.xml`,
  },
];

export const installedLinks: readonly InstalledLink[] = [
  { package: 'helper', path: '/usr/bin/bulkheadctl', target: '../lib/bulkhead/cli/bulkheadctl.js' },
  { package: 'window', path: '/usr/bin/bulkhead', target: `${windowFolder}/bulkhead` },
];
