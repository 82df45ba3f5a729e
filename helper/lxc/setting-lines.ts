// SPDX-License-Identifier: Apache-2.0
/** Settings of a container as lines of LXC's configuration: its host name and its environment. */

import type { Settings } from '../../contract/model/containers/settings.ts';
import type { ConfigurationLine } from './configuration-file.ts';

type LineSettings = Pick<Settings, 'hostname' | 'environment'>;

const hostnameKey = 'lxc.uts.name';
const variableKey = 'lxc.environment';

export function hostnameLine(name: string, { hostname }: Pick<Settings, 'hostname'>): ConfigurationLine {
  return { key: hostnameKey, value: hostname ?? name };
}

export function variableLines({ environment }: Pick<Settings, 'environment'>): readonly ConfigurationLine[] {
  return environment.map(({ name, value }) => ({ key: variableKey, value: `${name}=${value}` }));
}

/** The lines with other settings. `former`: names of variables that were set before; those that a person wrote stay. */
export function withSettingLines(
  lines: readonly ConfigurationLine[],
  {
    name,
    settings,
    former,
  }: { readonly name: string; readonly settings: LineSettings; readonly former: readonly string[] },
): readonly ConfigurationLine[] {
  const own = new Set([...former, ...settings.environment.map((variable) => variable.name)]);
  const isOwn = ({ key, value }: ConfigurationLine): boolean =>
    key === variableKey && own.has(value.split('=')[0] ?? '');
  const kept = lines.filter((line) => !isOwn(line));
  const line = hostnameLine(name, settings);
  const withName = kept.some(({ key }) => key === hostnameKey)
    ? kept.map((one) => (one.key === hostnameKey ? line : one))
    : [line, ...kept];
  return [...withName, ...variableLines(settings)];
}
