// SPDX-License-Identifier: Apache-2.0
/** Writes an assessment as OSCAL assessment results, version 1.0.4. */

import type { JudgedClaim, JudgedControl } from './assess.ts';
import { type Assessed, timeOf } from './assessed.ts';
import { claims } from './claims.ts';
import { type Framework, frameworkTitles } from './controls.ts';
import { namedUuid } from './named-uuid.ts';

type NameUuid = (...names: readonly string[]) => string;

export function oscalOf(assessed: Assessed): object {
  const { assessment, host, bulkhead, period, madeAt, files } = assessed;
  const content = JSON.stringify([host, bulkhead, period, madeAt, files]);
  const uuid: NameUuid = (...names) => namedUuid(content, ...names);
  return {
    'assessment-results': {
      uuid: uuid('document'),
      metadata: {
        title: `Assessment of the isolation of containers on ${host}`,
        'last-modified': timeOf(madeAt),
        version: bulkhead,
        'oscal-version': '1.0.4',
        remarks: 'Made by the helper of Bulkhead on the host, and signed with the manifest of the evidence.',
      },
      'import-ap': { href: `#${uuid('plan')}` },
      results: [
        {
          uuid: uuid('result'),
          title: `Evidence from ${timeOf(period.from)} to ${timeOf(period.to)}`,
          description: 'What the files of the evidence show of the controls, each claim with the fields under it.',
          start: timeOf(period.from),
          end: timeOf(period.to),
          'reviewed-controls': { 'control-selections': selectionsOf(assessment.controls) },
          observations: assessment.claims.map((claim) => observationOf(claim, assessed, uuid)),
          findings: assessment.controls.map((control) => findingOf(control, uuid)),
          remarks: ['What is not claimed:', ...assessment.notClaimed].join('\n\n'),
        },
      ],
      'back-matter': { resources: resourcesOf(files, uuid) },
    },
  };
}

/** OSCAL's identifiers begin with a letter, and those of CIS with a digit. */
function controlId({ framework, id }: Pick<JudgedControl, 'framework' | 'id'>): string {
  return framework === 'cis-controls' ? `cis-${id}` : id.toLowerCase();
}

function selectionsOf(controls: readonly JudgedControl[]): readonly object[] {
  return (Object.keys(frameworkTitles) as Framework[]).map((framework) => ({
    description: frameworkTitles[framework],
    'include-controls': controls
      .filter((control) => control.framework === framework)
      .map((control) => ({ 'control-id': controlId(control) })),
  }));
}

function observationOf({ id, seen }: JudgedClaim, { madeAt }: Assessed, uuid: NameUuid): object {
  return {
    uuid: uuid('observation', id),
    title: id,
    description: claims[id].statement,
    methods: [claims[id].method],
    types: ['finding'],
    'relevant-evidence': seen.map(({ file, field, state, text }) => ({
      href: `${file}#${field}`,
      description: `${state}: ${text}`,
    })),
    collected: timeOf(madeAt),
  };
}

const reasons = { met: 'pass', 'not-met': 'fail', unknown: 'other' } as const;

function findingOf(control: JudgedControl, uuid: NameUuid): object {
  const { framework, id, title, state, judged, notClaimed } = control;
  const failed = judged.filter((claim) => claim.state !== 'met').map((claim) => `${claim.id} is ${claim.state}`);
  return {
    uuid: uuid('finding', framework, id),
    title: `${frameworkTitles[framework]}, ${id}: ${title}`,
    description: failed.length === 0 ? 'Each claim is met.' : `${failed.join('; ')}.`,
    target: {
      type: 'statement-id',
      'target-id': `${controlId(control)}_smt`,
      status: { state: state === 'met' ? 'satisfied' : 'not-satisfied', reason: reasons[state] },
    },
    'related-observations': judged.map((claim) => ({ 'observation-uuid': uuid('observation', claim.id) })),
    remarks: `Not claimed: ${notClaimed}`,
  };
}

function resourcesOf(files: Assessed['files'], uuid: NameUuid): readonly object[] {
  return [
    {
      uuid: uuid('plan'),
      title: 'Assessment plan',
      description: 'There is none: the assessment follows the table of claims of Bulkhead.',
    },
    ...files.map(({ name, sha256 }) => ({
      uuid: uuid('file', name),
      title: name,
      rlinks: [{ href: name, 'media-type': 'application/json', hashes: [{ algorithm: 'SHA-256', value: sha256 }] }],
    })),
  ];
}
