import { useEffect, useState } from 'react';

/** A value once it has stayed the same for so many milliseconds. */
export function useLater<Value extends string>(value: Value, milliseconds: number): Value {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return later;
}
