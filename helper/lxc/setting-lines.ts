// SPDX-License-Identifier: Apache-2.0
/** Settings of a container as lines of LXC's configuration: host name, environment, and the lines that a person adds. */

import { judgeKey } from '../../contract/rules/lxc-line.ts';
import type { Settings } from '../../contract/model/containers/settings.ts';
import type { ConfigurationLine } from './configuration-file.ts';

type LineSettings = Pick<Settings, 'hostname' | 'environment' | 'lines'>;

/** What of a configuration came from settings that it had before. */
export interface FormerLines {
  /** Names of variables. */
  readonly former: readonly string[];
  readonly formerLines: readonly ConfigurationLine[];
}

const hostnameKey = 'lxc.uts.name';
const variableKey = 'lxc.environment';

export function hostnameLine(name: string, { hostname }: Pick<Settings, 'hostname'>): ConfigurationLine {
  return { key: hostnameKey, value: hostname ?? name };
}

export function variableLines({ environment }: Pick<Settings, 'environment'>): readonly ConfigurationLine[] {
  return environment.map(({ name, value }) => ({ key: variableKey, value: `${name}=${value}` }));
}

/** The lines that a person added. One that is not allowed, as an older helper may have allowed it, is not written. */
export function addedLines({ lines }: Pick<Settings, 'lines'>): readonly ConfigurationLine[] {
  return lines.filter(({ key }) => judgeKey(key).verdict === 'allowed');
}

/** The lines with other settings; what a person wrote into the file stays. */
export function withSettingLines(
  lines: readonly ConfigurationLine[],
  { name, settings, former, formerLines }: FormerLines & { readonly name: string; readonly settings: LineSettings },
): readonly ConfigurationLine[] {
  const own = new Set([...former, ...settings.environment.map((variable) => variable.name)]);
  const isVariable = ({ key, value }: ConfigurationLine): boolean =>
    key === variableKey && own.has(value.split('=')[0] ?? '');
  const isFormer = (line: ConfigurationLine): boolean =>
    [...formerLines, ...settings.lines].some(({ key, value }) => line.key === key && line.value === value);
  const kept = lines.filter((line) => !isVariable(line) && !isFormer(line));
  const line = hostnameLine(name, settings);
  const withName = kept.some(({ key }) => key === hostnameKey)
    ? kept.map((one) => (one.key === hostnameKey ? line : one))
    : [line, ...kept];
  return [...withName, ...variableLines(settings), ...addedLines(settings)];
}
