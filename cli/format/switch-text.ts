// SPDX-License-Identifier: Apache-2.0
/** The switch to SELinux as people read it on a terminal. Names of records come from the host and are escaped. */

import type {
  SwitchPlan,
  SwitchStage,
  SwitchStatus,
  SwitchStep,
  SwitchWatch,
} from '../../contract/model/host/switch.ts';
import { escapeText } from '../../report/escape-text.ts';
import { formatTime } from '../../report/format-time.ts';
import type { Paint } from '../../report/paint.ts';

const stageTexts: Readonly<Record<SwitchStage, string>> = {
  off: 'without SELinux',
  prepared: 'prepared: SELinux from the next boot on',
  labelling: 'permissive, and files have no labels yet',
  watching: 'permissive, and watching',
  trial: 'trial of enforcing',
  enforcing: 'enforcing',
  returning: 'permissive, and without SELinux from the next boot on',
};
const stepTitles: Readonly<Record<SwitchStep, string>> = {
  prepare: '1. bulkheadctl selinux prepare',
  enforce: '2. bulkheadctl selinux enforce',
  confirm: '3. bulkheadctl selinux confirm',
  back: 'At any time: bulkheadctl selinux back',
};

export function statusText({ stage, modules, trialEndsAt, next, remarks }: SwitchStatus, paint: Paint): string {
  const until = trialEndsAt === null ? '' : ` until ${formatTime(trialEndsAt)}`;
  return linesOf([
    `${paint(`${stageTexts[stage]}${until}`, 'bold')} (the kernel runs ${escapeText(modules.join(', ')) || 'no security module'})`,
    ...remarks.map((remark) => paint(escapeText(remark), 'yellow')),
    `next: ${escapeText(next.summary)}`,
    ...(next.command === null ? [] : [`      ${escapeText(next.command)}`]),
  ]);
}

export function planText(plan: SwitchPlan, paint: Paint): string {
  const { steps, obstacles, missingPackages, labelling, profiles, consequences, services, wayBack } = plan;
  const heading = (text: string): string => paint(text, 'bold');
  return linesOf([
    ...(Object.keys(stepTitles) as SwitchStep[]).flatMap((step) => [heading(stepTitles[step]), ...listed(steps[step])]),
    heading('Labelling'),
    ...listed([
      ...labelling.fileSystems.map(({ path, type, files }) => `${path} (${type}): ${files ?? 'unknown'} files`),
      `${labelling.files} files in all: ${duration(labelling.minSeconds)} to ${duration(labelling.maxSeconds)}. ${labelling.basis}`,
    ]),
    heading('What is lost'),
    ...listed([
      profiles.length === 0
        ? 'No profile of AppArmor is loaded, or you may not read them.'
        : `${profiles.length} profiles of AppArmor: ${profiles.map(({ name, mode }) => `${name} (${mode})`).join(', ')}`,
      ...consequences,
    ]),
    heading('Services to look at'),
    ...listed([services.join(', ') || 'none runs']),
    heading('How to come back'),
    ...listed(wayBack),
    ...(missingPackages.length === 0 ? [] : [`Missing packages: ${escapeText(missingPackages.join(', '))}`]),
    ...obstacles.map((obstacle) => paint(`In the way: ${escapeText(obstacle)}`, 'red')),
  ]);
}

export function watchText(
  { since, seen, unseen, services, noise, noiseReason, others }: SwitchWatch,
  paint: Paint,
): string {
  return linesOf([
    ...(since === null
      ? []
      : [
          `Watched since ${formatTime(since)}: ${counted(seen.boots, 'further boot')}, ${duration(seen.seconds)}, ` +
            `${counted(seen.upgrades, 'upgraded package')}, ${counted(seen.cronRuns, 'job')} of cron.`,
        ]),
    ...unseen.map((one) => paint(escapeText(one), 'yellow')),
    ...services.flatMap(({ domain, units, denials }) => [
      paint(`${escapeText(domain)}${units.length === 0 ? '' : ` (${escapeText(units.join(', '))})`}`, 'bold'),
      ...denials.flatMap(({ what, count, remedy }) => [
        `  - ${escapeText(what)} (${counted(count, 'time')})`,
        `    -> ${escapeText(remedy.summary)}`,
        ...(remedy.command === null ? [] : [`       ${escapeText(remedy.command)}`]),
      ]),
    ]),
    ...(services.length === 0 && since !== null ? ['Enforcing would deny no service anything of what was seen.'] : []),
    ...(noise.length === 0 ? [] : [`${counted(noise.length, 'known group')} left out: ${escapeText(noiseReason)}`]),
    ...(others === 0 ? [] : [`${counted(others, 'group')} of containers and of Bulkhead: see bulkheadctl denials.`]),
  ]);
}

function listed(items: readonly string[]): readonly string[] {
  return items.map((item) => `  - ${escapeText(item)}`);
}

function linesOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function duration(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
