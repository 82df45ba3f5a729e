// SPDX-License-Identifier: Apache-2.0
/**
 * The Debian packages that Bulkhead needs on the machine it is developed or tried on, and what each set is for.
 * @typedef {{ purpose: string, packages: readonly string[] }} PackageSet
 */

/**
 * @type {Readonly<
 *   Record<'lab' | 'policy' | 'images' | 'backups' | 'metrics' | 'window' | 'browser' | 'build' | 'release', PackageSet>
 * >}
 */
export const packageSets = {
  lab: {
    purpose: 'build and run the lab, a virtual machine whose SELinux enforces',
    packages: [
      'qemu-system-x86',
      'qemu-utils',
      'grub-common',
      'grub-pc-bin',
      'mmdebstrap',
      'e2fsprogs',
      'policycoreutils',
      'openssh-client',
      'util-linux',
      'tar',
      'zstd',
    ],
  },
  policy: {
    purpose:
      'compile SELinux policies in tests, at night also from their sources, and compare with what other tools read in them',
    packages: ['secilc', 'checkpolicy', 'setools', 'bzip2', 'git', 'make', 'm4', 'python3', 'semodule-utils'],
  },
  images: {
    purpose: 'check the signature of a server of images',
    packages: ['gpgv'],
  },
  backups: {
    purpose: 'make backups in tests',
    packages: ['restic'],
  },
  metrics: {
    purpose: 'check the metrics as Prometheus does',
    packages: ['promtool'],
  },
  window: {
    purpose: 'show the window, on a virtual screen where there is no real one',
    packages: [
      ...['xvfb', 'xauth', 'libnss3', 'libatk1.0-0', 'libatk-bridge2.0-0', 'libgtk-3-0', 'libgbm1'],
      ...['libasound2t64', 'libxtst6', 'libxss1', 'fonts-dejavu-core', 'unzip'],
    ],
  },
  browser: {
    purpose: 'show the pages in Cockpit to a browser, and speak to the real bridge of Cockpit',
    packages: ['chromium', 'cockpit-bridge'],
  },
  build: {
    purpose:
      'pack and unpack what the build makes, also as RPM packages and for another processor in tests, and sign it',
    packages: ['unzip', 'ca-certificates', 'rpm', 'gnupg', 'apt-utils', 'createrepo-c', 'qemu-user'],
  },
  release: {
    purpose: 'let the checkers of distributions read what is made',
    packages: ['lintian', 'desktop-file-utils', 'appstream', 'dpkg-dev'],
  },
};

/** What is needed to develop and try; `browser` is for who tests the pages in Cockpit, `release` for who makes packages. */
export const everydaySets = [
  packageSets.lab,
  packageSets.policy,
  packageSets.images,
  packageSets.backups,
  packageSets.metrics,
  packageSets.window,
  packageSets.build,
];
