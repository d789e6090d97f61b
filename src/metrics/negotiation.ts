import type { ExpositionFormat } from './format.ts';

interface Preference {
  readonly value: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly quality: number;
}

/**
 * The format that an `Accept` header wants most. OpenMetrics wins a tie (it carries more); a wildcard, nonsense, or
 * nothing at all means text, as the Prometheus documentation asks for (never a 406).
 */
export function negotiateFormat(accept: string | undefined): ExpositionFormat {
  const preferences = parsePreferences(accept);
  const openMetrics = bestQuality(preferences, isOpenMetrics);
  const text = bestQuality(preferences, ({ value }) => ['text/plain', 'text/*', '*/*'].includes(value));
  return openMetrics > 0 && openMetrics >= text ? 'openmetrics' : 'text';
}

/** Whether an `Accept-Encoding` header takes gzip. */
export function acceptsGzip(acceptEncoding: string | undefined): boolean {
  const preferences = parsePreferences(acceptEncoding);
  const named = preferences.find(({ value }) => value === 'gzip' || value === 'x-gzip');
  const any = preferences.find(({ value }) => value === '*');
  return ((named ?? any)?.quality ?? 0) > 0;
}

function isOpenMetrics({ value, parameters }: Preference): boolean {
  const version = parameters.get('version');
  return value === 'application/openmetrics-text' && (version === undefined || version === '1.0.0');
}

function bestQuality(preferences: readonly Preference[], matches: (p: Preference) => boolean): number {
  return Math.max(0, ...preferences.filter(matches).map(({ quality }) => quality));
}

/** Longest header that is looked at: a longer one is nobody's honest wish. */
const MAX_HEADER_LENGTH = 4096;

function parsePreferences(header: string | undefined): readonly Preference[] {
  if (header === undefined || header.length > MAX_HEADER_LENGTH) return [];
  return header.split(',').map(parsePreference);
}

function parsePreference(item: string): Preference {
  const [value = '', ...rest] = item.split(';').map(part => part.trim());
  const parameters = new Map(
    rest.map(part => {
      const [name = '', text = ''] = part.split('=', 2);
      return [name.trim().toLowerCase(), text.trim().replaceAll('"', '')] as const;
    }),
  );
  const quality = Number(parameters.get('q') ?? 1);
  return { value: value.toLowerCase(), parameters, quality: quality >= 0 && quality <= 1 ? quality : 0 };
}
