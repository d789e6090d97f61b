import { useCallback } from 'react';
import { useLocation, useSearch } from 'wouter';

/** Parameters of the address; what is empty is not in it. */
export type UrlState<Name extends string> = Readonly<Record<Name, string>>;

export interface UrlChange {
  /** Whether the button Back leads to what was shown before. @default false */
  readonly isStep?: boolean;
}

/**
 * Keeps what a page shows in its address, so that it can be sent to somebody. Missing parameters have the value of
 * `defaults`, and one that has it is left out of the address.
 */
export function useUrlState<Name extends string>(
  defaults: UrlState<Name>,
): readonly [UrlState<Name>, (change: Partial<UrlState<Name>>, how?: UrlChange) => void] {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const parameters = new URLSearchParams(search);
  const names = Object.keys(defaults) as Name[];
  const state = Object.fromEntries(
    names.map(name => [name, parameters.get(name) ?? defaults[name]]),
  ) as UrlState<Name>;
  const change = useCallback(
    (values: Partial<UrlState<Name>>, { isStep = false }: UrlChange = {}) => {
      const next = new URLSearchParams(window.location.search);
      for (const [name, value] of Object.entries<string | undefined>(values)) {
        if (value === undefined || value === defaults[name as Name]) next.delete(name);
        else next.set(name, value);
      }
      const text = next.toString();
      navigate(text === '' ? path : `${path}?${text}`, { replace: !isStep });
    },
    [path, navigate, defaults],
  );
  return [state, change];
}
