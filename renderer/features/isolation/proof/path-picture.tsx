// SPDX-License-Identifier: Apache-2.0
/** A way on which information passes, as boxes and arrows; the text says the same to who cannot see them. */

import { Fragment } from 'react';
import { describeOrigin, describePath } from '../../../../contract/wording/policy/describe-proof.ts';
import type { ProofPath } from '../../../../contract/model/policy/proof.ts';
import { t } from '../../../lib/language/t.ts';

export function PathPicture({ path }: { readonly path: ProofPath }) {
  const rules = path.steps.flatMap((step) => step.rules);
  const origins = [...new Set(path.steps.flatMap((step) => (step.origins ?? []).map(describeOrigin)))];
  const booleans = [...new Set(path.steps.flatMap((step) => step.booleans))];
  return (
    <figure className="proof-path">
      <div className="proof-boxes" role="img" aria-label={describePath(path)}>
        <Box kind="domain" text={path.from} />
        {path.steps.map((step, place) => (
          <Fragment key={place}>
            <span className="proof-arrow" aria-hidden="true">
              <small>{step.permissions.join(' ')}</small>→
            </span>
            {step.does === 'writes' ? (
              <Box kind="object" text={`${step.target}:${step.class}`} />
            ) : (
              <Box kind="domain" text={step.source} />
            )}
          </Fragment>
        ))}
      </div>
      <figcaption>
        {rules.map((rule) => (
          <code key={rule}>{rule}</code>
        ))}
        {origins.map((origin) => (
          <span key={origin} className="muted proof-origin">
            {origin}
          </span>
        ))}
        {booleans.length > 0 && (
          <span className="muted proof-origin">{t('depends on {booleans}', { booleans: booleans.join(', ') })}</span>
        )}
      </figcaption>
    </figure>
  );
}

function Box({ kind, text }: { readonly kind: 'domain' | 'object'; readonly text: string }) {
  return (
    <span className={`proof-box proof-${kind} mono`} aria-hidden="true">
      {text}
    </span>
  );
}
