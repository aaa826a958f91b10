import { useEffect, useRef, useState, type RefObject } from 'react';

/** Whether an element is narrower than so many pixels. */
export function useNarrow(pixels: number): {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly isNarrow: boolean;
} {
  const ref = useRef<HTMLDivElement>(null);
  const [isNarrow, setNarrow] = useState(() => window.innerWidth < pixels);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setNarrow(element.clientWidth < pixels));
    observer.observe(element);
    return () => observer.disconnect();
  }, [pixels]);
  return { ref, isNarrow };
}
