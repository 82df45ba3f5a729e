/** A value that changes often, seen at most every so many milliseconds: for what is costly to draw or would flicker. The latest value always comes in the end. */

import { useEffect, useRef, useState } from 'react';

export function useCalm<Value>(value: Value, milliseconds: number): Value {
  const [calm, setCalm] = useState(value);
  const latest = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    latest.current = value;
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      setCalm(latest.current);
    }, milliseconds);
  }, [value, milliseconds]);
  useEffect(() => () => {
    clearTimeout(timer.current);
    timer.current = undefined;
  }, []);
  return calm;
}
