// SPDX-License-Identifier: Apache-2.0
/** Reads files that say what a host is to have: all their documents together are one wish. */

import type * as z from 'zod';
import { loadYaml } from '../../yaml/load-yaml.ts';
import type { ReadDocument } from '../../yaml/read-documents.ts';
import type { WantedContainer } from './container-schema.ts';
import { describeIssue, type FieldIssue, type FileProblem, FileProblemsError } from './file-problems.ts';
import { prototypeKeys } from './prototype-keys.ts';
import { fileSchema, type WantedAlert, type WantedNetwork } from './file-schema.ts';

/** Limits the problems to more than anybody corrects at once. */
const maxProblems = 1000;

export interface SourceFile {
  readonly name: string;
  readonly text: string;
}

/** Gives the problem of a field with the field's place in its file. */
type Locate = (issue: FieldIssue) => FileProblem;

/** A part of a file, whose fields are found by paths within it. */
export interface Located<T> {
  readonly value: T;
  readonly locate: Locate;
}

export interface WantedHost {
  /** What the files call what they manage; undefined when they do not name it. */
  readonly managedBy: string | undefined;
  readonly networks: ReadonlyMap<string, Located<WantedNetwork>>;
  readonly containers: ReadonlyMap<string, Located<WantedContainer>>;
  readonly alerts: readonly Located<WantedAlert>[];
}

/** Throws {@link FileProblemsError} with everything that is wrong. */
export async function readWanted(files: readonly SourceFile[]): Promise<WantedHost> {
  const { readDocuments } = await loadYaml();
  const problems: FileProblem[] = [];
  const networks = new Map<string, Located<WantedNetwork>>();
  const containers = new Map<string, Located<WantedContainer>>();
  const alerts: Located<WantedAlert>[] = [];
  const labels = new Map<string, FileProblem>();
  for (const { name: file, text } of files) {
    const read = readDocuments(text);
    if ('mistakes' in read) {
      problems.push(...read.mistakes.map((mistake) => ({ file, field: '', ...mistake })));
      continue;
    }
    for (const document of read.documents) {
      const locate = locateIn(file, document);
      const unusable = prototypeKeys(document.value);
      problems.push(...unusable.map(locate));
      if (unusable.length > 0) continue;
      const parsed = fileSchema.safeParse(document.value);
      if (!parsed.success) {
        problems.push(...describeIssues(parsed.error.issues).map(locate));
        continue;
      }
      const { 'managed-by': label, alerts: rules } = parsed.data;
      if (label !== undefined) labels.set(label, locate({ path: ['managed-by'], problem: 'must be the same in all' }));
      problems.push(
        ...gather(networks, parsed.data.networks, (name) => within(locate, ['networks', name])),
        ...gather(containers, parsed.data.containers, (name) => within(locate, ['containers', name])),
      );
      rules.forEach((value, index) => alerts.push({ value, locate: within(locate, ['alerts', index]) }));
    }
  }
  if (labels.size > 1) problems.push(...[...labels.values()].slice(1));
  problems.push(...repeatedRules(alerts));
  if (problems.length > 0) throw new FileProblemsError(problems);
  return { managedBy: [...labels.keys()][0], networks, containers, alerts };
}

function describeIssues(issues: readonly z.core.$ZodIssue[]): readonly FieldIssue[] {
  return issues
    .slice(0, maxProblems)
    .flatMap((issue) => describeIssue(issue))
    .slice(0, maxProblems);
}

/** Adds those of a document; gives a problem for each that is there. */
function gather<T>(
  all: Map<string, Located<T>>,
  named: Readonly<Record<string, T>>,
  locateOf: (name: string) => Locate,
): readonly FileProblem[] {
  return Object.entries(named).flatMap(([name, value]) => {
    const locate = locateOf(name);
    const isTwice = all.has(name);
    all.set(name, { value, locate });
    return isTwice ? [locate({ path: [], problem: 'is declared twice' })] : [];
  });
}

function locateIn(file: string, document: ReadDocument): Locate {
  return ({ path, key, problem }) => ({
    file,
    ...document.placeOf(path, key),
    field: [...path, ...(key === undefined ? [] : [key])].map(String).join('.'),
    problem,
  });
}

function within(locate: Locate, before: readonly PropertyKey[]): Locate {
  return (issue) => locate({ ...issue, path: [...before, ...issue.path] });
}

function repeatedRules(alerts: readonly Located<WantedAlert>[]): readonly FileProblem[] {
  const seen = new Set<string>();
  return alerts.flatMap(({ value, locate }) => {
    const key = JSON.stringify([value.kind, value.containers]);
    const isTwice = seen.has(key);
    seen.add(key);
    return isTwice
      ? [locate({ path: [], problem: 'is declared twice: a rule of this kind for these containers' })]
      : [];
  });
}
