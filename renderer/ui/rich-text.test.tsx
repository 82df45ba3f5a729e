// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { RichText } from './rich-text.tsx';

afterEach(cleanup);

it('has elements in a sentence, in its order and without keys', () => {
  const { container } = render(
    <RichText
      message="Removed <b>{name} for {who}</b>: {count, plural, one {# file} other {# files}}, {who}"
      values={{
        name: <code>web</code>,
        who: <i>&lt;b&gt;</i>,
        count: 2,
        b: (children) => <b>{children}</b>,
      }}
    />,
  );
  expect(container.innerHTML).toBe('Removed <b><code>web</code> for <i>&lt;b&gt;</i></b>: 2 files, <i>&lt;b&gt;</i>');
});

it('has no element for what a value says', () => {
  const { container } = render(<RichText message="Removed {name}" values={{ name: '<b>web</b>' }} />);
  expect(container.innerHTML).toBe('Removed &lt;b&gt;web&lt;/b&gt;');
});
