// SPDX-License-Identifier: Apache-2.0
/** Writes the changelog of an RPM package from CHANGELOG.md. */

export interface ChangelogFacts {
  readonly version: string;
  readonly maintainer: string;
  /** Seconds: the day of what has no day in CHANGELOG.md, since it is released by this build. */
  readonly time: number;
}

interface Section {
  readonly version: string;
  readonly day: string | undefined;
  readonly changes: readonly string[];
}

/** Takes the text of CHANGELOG.md. Gives the entries below `%changelog`, the newest first. */
export function rpmChangelog(text: string, { version, maintainer, time }: ChangelogFacts): string {
  const built = new Date(time * 1000);
  return sectionsOf(text)
    .filter(({ changes }) => changes.length > 0)
    .map(({ version: named, day, changes }) => {
      const release = named === 'Unreleased' ? version : named;
      const date = dateOf(day === undefined ? built : new Date(`${day}T00:00:00Z`));
      return `* ${date} ${maintainer} - ${release}-1\n${changes.map((change) => `- ${change}\n`).join('')}`;
    })
    .join('\n');
}

/** Reads headings `## [1.2.3] - 2026-12-01` and `## [Unreleased]`, with the points below each. */
function sectionsOf(text: string): Section[] {
  return text
    .split(/^## /m)
    .slice(1)
    .map((part) => {
      const [, version = '', day] = /^\[([^\]]+)\](?: - (\d{4}-\d\d-\d\d))?/.exec(part) ?? [];
      return {
        version,
        day,
        changes: [...part.matchAll(/^- (.*(?:\n {2,}\S.*)*)/gm)].map(([, change = '']) => oneLine(change)),
      };
    });
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Writes the date as rpm reads it: `Tue Dec 01 2026`. */
function dateOf(date: Date): string {
  const [weekday = '', day = '', month = '', year = ''] = date.toUTCString().split(/,? /);
  return `${weekday} ${month} ${day} ${year}`;
}
