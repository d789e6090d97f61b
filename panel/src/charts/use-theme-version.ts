import { useSyncExternalStore } from 'react';

let version = 0;

function subscribe(listener: () => void): () => void {
  const tell = () => {
    version++;
    listener();
  };
  const observer = new MutationObserver(tell);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', tell);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', tell);
  };
}

/** Another number whenever the colours of the theme change: for what is drawn with them and not styled. */
export const useThemeVersion = (): number => useSyncExternalStore(subscribe, () => version);

/** Reads colours of the theme as a canvas takes them. */
export function readColors<Name extends string>(
  element: HTMLElement,
  names: readonly Name[],
): Readonly<Record<Name, string>> {
  // A property that holds `light-dark()` is only resolved where it is used.
  const probe = document.createElement('span');
  probe.hidden = true;
  element.append(probe);
  const entries = names.map(name => {
    probe.style.color = `var(${name})`;
    return [name, getComputedStyle(probe).color] as const;
  });
  probe.remove();
  return Object.fromEntries(entries) as Record<Name, string>;
}
