// SPDX-License-Identifier: Apache-2.0
/** The words and commands of the engine that runs a container, for evidence and for what an administrator types. */

import type { Container } from '../../../../contract/model/containers/container.ts';

export interface EngineTerms {
  /** Its configuration is there. */
  readonly configuration: string;
  readonly stop: string;
  readonly kill: string;
  readonly start: string;
  /** Gives the configuration of a stopped one a context of this type and level. */
  setContext(type: string, level: string): string;
  /** Gives the files of a stopped one a label of this type and level. */
  setLabel(type: string, level: string, root: string): readonly string[];
  /** Opens its configuration, to write lines into it. */
  addLines(lines: readonly string[]): readonly string[];
}

export function termsOf({ engine, name }: Pick<Container, 'engine' | 'name'>): EngineTerms {
  return engine === 'lxc' ? termsOfLxc(name) : termsOfIncus(name);
}

function termsOfLxc(name: string): EngineTerms {
  const configuration = `/var/lib/lxc/${name}/config`;
  return {
    configuration,
    stop: `lxc-stop -n ${name}`,
    kill: `lxc-stop -k -n ${name}`,
    start: `lxc-start -n ${name}`,
    setContext: (type, level) => `echo 'lxc.selinux.context = system_u:system_r:${type}:${level}' >> ${configuration}`,
    setLabel: (type, level, root) => [`chcon -R -t ${type} -l ${level} ${root}`],
    addLines: (lines) => lines.map((line) => `printf '%s\\n' '${line}' >> ${configuration}`),
  };
}

/** Its name is that of the instance, after its project where that is not the default one. */
function termsOfIncus(name: string): EngineTerms {
  const own = name.replace(/@incus$/, '');
  const [, project] = /^([^_]+)_/.exec(own) ?? [];
  const instance = quoted(project === undefined ? own : own.slice(project.length + 1));
  const incus = project === undefined ? 'incus' : `incus --project ${quoted(project)}`;
  return {
    configuration: `${incus} config show ${instance} --expanded`,
    stop: `${incus} stop ${instance}`,
    kill: `${incus} stop --force ${instance}`,
    start: `${incus} start ${instance}`,
    setContext: (type, level) =>
      `${incus} config set ${instance} raw.lxc 'lxc.selinux.context = system_u:system_r:${type}:${level}'`,
    // The mount gives the label on a pool of block devices, the files on any other.
    setLabel: (type, level, root) => [
      `${incus} storage volume set POOL container/${instance} block.mount_options 'context="system_u:object_r:${type}:${level}"'`,
      `chcon -R -t ${type} -l ${level} ${root}`,
    ],
    addLines: (lines) => [`${incus} config edit ${instance}`, ...lines.map((line) => `# raw.lxc: ${line}`)],
  };
}

/** Quotes a word of a shell: Incus allows more in a name than a person would type. */
function quoted(word: string): string {
  return /^[A-Za-z0-9._-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
