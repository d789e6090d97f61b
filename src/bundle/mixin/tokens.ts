/** What stands in a text for something that jsonnet fills in; each is a name that PromQL's grammar takes for a metric. */
export const TOKENS = {
  /** All matchers of a selector that has none of its own, with braces. */
  only: 'AIWATCH_ONLY_MATCHERS',
  /** Further matchers of a selector that has some. */
  also: 'AIWATCH_MORE_MATCHERS',
  threshold: 'AIWATCH_THRESHOLD',
  /** The threshold as people read it. */
  limit: 'AIWATCH_LIMIT',
  applicationJob: 'AIWATCH_APPLICATION_JOB',
  grafanaUrl: 'AIWATCH_GRAFANA_URL',
  runbooksUrl: 'AIWATCH_RUNBOOKS_URL',
} as const;

const SLO_FIELDS = ['objective', 'minEventsPerSecond'] as const;

/** What stands for a setting of an objective. */
export function sloToken(name: string, field: (typeof SLO_FIELDS)[number]): string {
  return `AIWATCH_SLO_${field}_${name}`;
}

/** A setting of an objective, or the budget that is left by its share. */
const SLO_TOKEN = new RegExp(`^(\\(1 - )?AIWATCH_SLO_(${SLO_FIELDS.join('|')})_(\\w+?)\\)?$`);

const FIELDS: ReadonlyMap<string, string> = new Map(
  Object.entries(TOKENS).map(([field, token]) => [token, field]),
);

/** In parentheses, so that `split` keeps the tokens. */
const TOKEN = new RegExp(`(${Object.values(TOKENS).join('|')}|\\(1 - AIWATCH_SLO_\\w+\\)|AIWATCH_SLO_\\w+)`);

/** A piece of a text: as it stands, or a field that is filled in. */
export type Piece = { readonly text: string } | { readonly field: string };

/** The field that a token stands for; undefined for other text. */
function findField(piece: string): string | undefined {
  const [matched, isBudget, field, name] = SLO_TOKEN.exec(piece) ?? [];
  if (matched === undefined) return FIELDS.get(piece);
  return `slos.${name}.${isBudget === undefined ? field : 'budget'}`;
}

/** Whether a name in an expression is no metric but a token. */
export function isToken(name: string): boolean {
  return findField(name) !== undefined;
}

/** The pieces of a text with tokens, without empty ones. */
export function splitTokens(text: string): readonly Piece[] {
  return text
    .split(TOKEN)
    .filter(piece => piece !== '')
    .map(piece => {
      const field = findField(piece);
      return field === undefined ? { text: piece } : { field };
    });
}
