// SPDX-License-Identifier: Apache-2.0
/** The words and commands of Incus. */

import { say } from '../../contract/text.ts';
import type { EngineTerms } from './engine-terms.ts';

/** Its name is that of the instance, after its project where that is not the default one. */
export function termsOfIncus(name: string): EngineTerms {
  const own = name.replace(/@incus$/, '');
  const [, project] = /^([^_]+)_/.exec(own) ?? [];
  const instance = quoted(project === undefined ? own : own.slice(project.length + 1));
  const incus = project === undefined ? 'incus' : `incus --project ${quoted(project)}`;
  const setContext: EngineTerms['setContext'] = (type, level) =>
    `${incus} config set ${instance} raw.lxc 'lxc.selinux.context = system_u:system_r:${type}:${level}'`;
  // The mount gives the label on a pool of block devices, the files on any other.
  const setLabel: EngineTerms['setLabel'] = (type, level, root) => [
    `${incus} storage volume set POOL container/${instance} block.mount_options 'context="system_u:object_r:${type}:${level}"'`,
    `chcon -R -t ${type} -l ${level} ${root}`,
  ];
  return {
    configuration: `${incus} config show ${instance} --expanded`,
    stop: `${incus} stop ${instance}`,
    kill: `${incus} stop --force ${instance}`,
    start: `${incus} start ${instance}`,
    setContext,
    setLabel,
    setLevel: ({ type, contentType, level, root }) => [setContext(type, level), ...setLabel(contentType, level, root)],
    addLines: (lines) => [`${incus} config edit ${instance}`, ...lines.map((line) => `# raw.lxc: ${line}`)],
    ownIds: say('Give {other} a range of its own: set security.idmap.isolated of it to true, and restart it.', {
      other: name,
    }),
    ownIdsOfEach: say('Give each a range of its own: set security.idmap.isolated of it to true, and restart it.'),
  };
}

/** Quotes a word of a shell: Incus allows more in a name than a person would type. */
function quoted(word: string): string {
  return /^[A-Za-z0-9._-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
