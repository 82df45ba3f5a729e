// SPDX-License-Identifier: Apache-2.0
/** Host name, environment, autostart and groups of a configuration, as settings and tags. */

import { maxTags, tagSchema } from '../../../../contract/model/containers/tag.ts';
import {
  maxVariables,
  noSettings,
  type Settings,
  settingsSchema,
  type Variable,
} from '../../../../contract/model/containers/settings.ts';
import { say, type Words } from '../../../../contract/text.ts';
import type { SourcedLine } from '../../../lxc/included-configuration.ts';
import { type Judged, kept, leftOut, replaced, type Verdict } from './verdict.ts';

interface ChosenSettings {
  readonly settings: Settings;
  readonly tags: readonly string[];
}

/** LXC's own group of what starts with the host. */
const bootGroup = 'onboot';
const { hostname: hostnameSchema, environment: environmentSchema } = settingsSchema().shape;
const maxOrder = 999;
const maxDelaySeconds = 600;

/** `lines`: those that have an effect. */
export function judgeSettings(name: string, lines: readonly SourcedLine[]): Judged<ChosenSettings> {
  const verdicts = new Map<SourcedLine, Verdict>();
  const lineOf = (key: string): SourcedLine | undefined => lines.find((line) => line.key === key);
  const groups = lines.filter(({ key }) => key === 'lxc.group');

  function chooseHostname(): string | null {
    const line = lineOf('lxc.uts.name');
    if (line === undefined) return null;
    const isPossible = hostnameSchema.safeParse(line.value).success;
    verdicts.set(
      line,
      isPossible
        ? kept(line.value === name ? say('Its own name is its host name.') : say('It has this host name.'))
        : leftOut(say('This is no host name; its own name takes its place.')),
    );
    return isPossible && line.value !== name ? line.value : null;
  }

  function chooseEnvironment(): Variable[] {
    const chosen = new Map<string, string>();
    for (const line of lines.filter(({ key }) => key === 'lxc.environment')) {
      const [variable = '', ...rest] = line.value.split('=');
      const value = rest.join('=');
      const problem = problemOfVariable({ name: variable, value }, rest.length > 0, chosen.size);
      if (problem === undefined) chosen.set(variable, value);
      verdicts.set(line, problem === undefined ? kept(say('A variable of its environment.')) : leftOut(problem));
    }
    return [...chosen].map(([variable, value]) => ({ name: variable, value }));
  }

  function chooseAutostart(): Settings['autostart'] {
    const [auto, order, delay] = ['auto', 'order', 'delay'].map((key) => lineOf(`lxc.start.${key}`));
    const names = groups.flatMap(({ value }) => value.split(/[\s,]+/));
    const isWanted = auto?.value === '1' && (names.length === 0 || names.includes(bootGroup));
    if (auto !== undefined && isWanted) verdicts.set(auto, kept(say('It starts with the host.')));
    else if (auto?.value === '1')
      verdicts.set(auto, leftOut(say('It was started with its groups, and not with the host.')));
    else if (auto !== undefined) verdicts.set(auto, kept(say('It does not start with the host.')));
    const chosen = {
      order: within(order?.value, maxOrder),
      delaySeconds: within(delay?.value, maxDelaySeconds),
    };
    const judge = (line: SourcedLine | undefined, value: number): void => {
      if (line === undefined) return;
      if (!isWanted) verdicts.set(line, leftOut(say('It does not start with the host.')));
      else if (line.value === String(value))
        verdicts.set(line, kept(say('Its place among those that start with the host.')));
      else verdicts.set(line, replaced(say('It becomes {value}, the nearest that there can be.', { value })));
    };
    judge(order, chosen.order);
    judge(delay, chosen.delaySeconds);
    return isWanted ? chosen : null;
  }

  function chooseTags(): readonly string[] {
    const tags = new Set<string>();
    for (const line of groups) {
      const words = line.value
        .split(/[\s,]+/)
        .filter((word) => word !== bootGroup && tagSchema().safeParse(word).success);
      for (const word of words) if (tags.size < maxTags) tags.add(word);
      verdicts.set(
        line,
        words.length === 0 ? replaced(say('Bulkhead starts what starts with the host.')) : kept(say('As tags.')),
      );
    }
    return [...tags].sort();
  }

  const settings = {
    ...noSettings,
    hostname: chooseHostname(),
    environment: chooseEnvironment(),
    autostart: chooseAutostart(),
  };
  return { choice: { settings, tags: chooseTags() }, verdicts };
}

function problemOfVariable(variable: Variable, hasValue: boolean, count: number): Words | undefined {
  if (!hasValue) return say('It takes the value from the environment of who starts it.');
  if (count >= maxVariables) return say('A container has at most {maxVariables} variables.', { maxVariables });
  const parsed = environmentSchema.safeParse([variable]);
  return parsed.success
    ? undefined
    : say('It {message}.', { message: parsed.error.issues[0]?.message ?? 'is not valid' });
}

/** Gives a whole number from 0 to the limit; 0, LXC's own default, for what is none. */
function within(text: string | undefined, max: number): number {
  const value = /^-?\d+$/.test(text ?? '') ? Number(text) : 0;
  return Math.min(max, Math.max(0, value));
}
