import { useEffect, useRef } from 'react';

/** Brings the focus to the page, and its top into view, where another one is shown in its place. @param name of what is shown */
export function usePageStart(name: string): void {
  const shown = useRef(name);
  useEffect(() => {
    if (shown.current === name) return;
    shown.current = name;
    document.getElementById('page')?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [name]);
}
