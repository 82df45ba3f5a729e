// SPDX-License-Identifier: Apache-2.0
/** Shows an editor for the text of a file, with the numbers of its lines, and changes that can be undone. */

import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { EditorState } from '@codemirror/state';
import { EditorView, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';

interface TextEditorProps {
  readonly label: string;
  /** What it begins with; it does not follow a text that changes. */
  readonly text: string;
  readonly onChange: (text: string) => void;
}

export function TextEditor({ label, text, onChange }: TextEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const beginning = useRef(text);
  const changed = useRef(onChange);
  useEffect(() => {
    changed.current = onChange;
  });
  useEffect(() => {
    if (place.current === null) return undefined;
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: beginning.current,
        selection: { anchor: beginning.current.length },
        extensions: [
          lineNumbers(),
          history(),
          highlightActiveLine(),
          highlightSpecialChars(),
          // The keys leave out Tab, which leads on to the next control.
          keymap.of([...defaultKeymap, ...historyKeymap]),
          EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', tabindex: '0' }),
          EditorView.updateListener.of(({ docChanged, state }) => {
            if (docChanged) changed.current(state.doc.toString());
          }),
        ],
      }),
    });
    editor.focus();
    return () => editor.destroy();
  }, [label]);
  return <div ref={place} className="text-editor" />;
}
