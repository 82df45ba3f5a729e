// SPDX-License-Identifier: Apache-2.0
/** Checks that a finished RPM package keeps to the rules of its distributions; docs/adr/0106 says which and why. */

import { basename } from 'node:path';
import { oldestCockpit, type PackageId } from '../../../packaging/packages.ts';
import { ownFolders } from '../../../packaging/rpm-folders.ts';
import { readRpm, type RpmMetadata } from './read-rpm.ts';

/** Raises with every rule that the package at this path breaks. */
export async function checkRpm(id: PackageId, path: string): Promise<void> {
  const breaches = breachesOf(id, await readRpm(path));
  if (breaches.length > 0) throw new Error(`cannot ship ${basename(path)}: ${breaches.join('; ')}`);
}

/** Each as the end of a sentence. */
export function breachesOf(id: PackageId, rpm: RpmMetadata): readonly string[] {
  return [...folderBreaches(rpm), ...documentBreaches(rpm), ...libraryBreaches(rpm), ...scriptletBreaches(rpm)].concat(
    breachesOfOne[id](rpm),
  );
}

const breachesOfOne: Readonly<Record<PackageId, (rpm: RpmMetadata) => readonly string[]>> = {
  helper: (rpm) => [
    ...lacks(rpm.requires, 'requires', ['nodejs(engine) >= 20.19', '/usr/bin/node']),
    ...lacks(rpm.requires, 'requires', [`(bulkhead-selinux = ${rpm.version} if selinux-policy-base)`]),
    ...lacks(rpm.provides.map(withoutEntry), 'provides', [
      'group(bulkhead)',
      ...['listener', 'notify', 'metrics'].flatMap((user) => [`user(bulkhead-${user})`, `group(bulkhead-${user})`]),
    ]),
    ...lacks(rpm.requiresOfScriptlets, 'requires', ['post systemd', 'preun systemd', 'postun systemd']),
    ...lacksWords(rpm, 'post', ['bulkhead-helper.socket bulkhead-helper.service', 'systemd-sysusers']),
    ...lacksWords(rpm, 'preun', ['bulkhead-helper.service']),
    ...lacksWords(rpm, 'postun', ['bulkhead-helper.service']),
    ...foreign(rpm, '/var/lib/bulkhead'),
  ],
  containers: (rpm) => [
    ...lacks(rpm.requires, 'requires', ['lxc >= 5', 'util-linux >= 2.39']),
    ...lacksWords(rpm, 'preun', [
      'has-no-containers || exit 1',
      'bulkhead-mounts.service',
      'bulkhead-shutdown.service',
    ]),
    ...foreign(rpm, folderOfDropIn),
    ...withoutProcessor(rpm),
  ],
  selinux: (rpm) => [
    ...lacks(rpm.requiresOfScriptlets, 'requires', ['post policycoreutils >= 3.6', 'post selinux-policy-base']),
    ...lacks(rpm.requiresOfScriptlets, 'requires', ['preun policycoreutils', 'posttrans policycoreutils']),
    ...lacksWords(rpm, 'post', ['install-modules --without-labels']),
    ...lacksWords(rpm, 'posttrans', ['relabel-files']),
    ...lacksWords(rpm, 'trigger', ['install-modules --if-missing']),
    ...withoutProcessor(rpm),
  ],
  window: (rpm) => lacks(rpm.requires, 'requires', ['hicolor-icon-theme', 'libgtk-3.so.0()(64bit)']),
  cockpit: (rpm) => [
    ...lacks(rpm.requires, 'requires', [`cockpit-bridge >= ${oldestCockpit}`]),
    ...foreign(rpm, '/usr/share/cockpit/bulkhead'),
    ...withoutProcessor(rpm),
  ],
};

/** A unit has such a folder for each package that adds to it. */
const folderOfDropIn = '/usr/lib/systemd/system/lxc-net.service.d';

function folderBreaches({ paths, folders }: RpmMetadata): string[] {
  return [
    ...ownFolders(paths)
      .filter((folder) => !folders.includes(folder))
      .map((folder) => `nothing removes the folder ${folder} with it`),
    ...folders
      .filter((folder) => !/bulkhead/i.test(folder) && folder !== folderOfDropIn)
      .map((folder) => `it owns ${folder}, which is named after something else; add it to packaging/rpm-folders.ts`),
  ];
}

/** What belongs to Debian's packages, and what to these. */
function documentBreaches({ name, version, paths, licences, changelog }: RpmMetadata): string[] {
  const ofDebian = /^\/usr\/share\/(?:lintian\/|zsh\/vendor-completions\/|doc\/[^/]+\/(?:copyright|changelog\.gz)$)/;
  return [
    ...paths.filter((path) => ofDebian.test(path)).map((path) => `${path} belongs to a Debian package`),
    ...(licences.includes(`/usr/share/licenses/${name}/LICENSE`) ? [] : ['its licence is not marked as one']),
    ...(changelog.includes(` - ${version}-1\n`) ? [] : [`its changelog has no entry of ${version}`]),
  ];
}

function libraryBreaches({ architecture, paths, requires, provides }: RpmMetadata): string[] {
  const isLinked = requires.some((one) => one.startsWith('libc.so.6('));
  const names = paths.flatMap((path) => /\/(lib[^/]+\.so[.\d]*)$/.exec(path)?.[1] ?? []);
  return [
    ...(isLinked || architecture === 'noarch' ? [] : ['it requires no C library, with which its programs are linked']),
    ...provides
      .filter((one) => /\.(?:so|node)\b/.test(one))
      .map((one) => `it provides ${one}, which is for itself alone`),
    ...requires
      .filter((one) => names.some((name) => one.startsWith(`${name}(`)))
      .map((one) => `it requires ${one}, which it brings`),
  ];
}

function scriptletBreaches({ scriptlets }: RpmMetadata): string[] {
  return [...scriptlets].flatMap(([time, text]) => [
    ...(/^\s*%\w/m.test(text) ? [`its scriptlet ${time} has a macro that nothing expanded`] : []),
    // Presets say what is enabled, and nothing is started by an installation.
    ...(/systemctl\b[^\n]*\benable\b/.test(text) ? [`its scriptlet ${time} enables a unit past the presets`] : []),
  ]);
}

function withoutProcessor({ architecture }: RpmMetadata): string[] {
  return architecture === 'noarch' ? [] : [`it is for ${architecture}, and holds no program of a processor`];
}

function foreign({ folders }: RpmMetadata, folder: string): string[] {
  return folders.includes(folder) ? [] : [`${folder} is not its own`];
}

function lacks(found: readonly string[], verb: string, wanted: readonly string[]): string[] {
  return wanted.filter((one) => !found.includes(one)).map((one) => `it ${verb} no ${one}`);
}

function lacksWords({ scriptlets }: RpmMetadata, time: string, wanted: readonly string[]): string[] {
  const text = scriptlets.get(time) ?? '';
  return wanted.filter((words) => !text.includes(words)).map((words) => `its scriptlet ${time} has no ${words}`);
}

/** rpm writes the entry of sysusers.d after the name, in base64. */
function withoutEntry(provided: string): string {
  return provided.replace(/ = .*/, '');
}
