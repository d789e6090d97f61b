import type { HealthReport } from '../../../../src/api/health.ts';
import { Status } from '../../components/badge.tsx';
import { Ago } from '../../components/time.tsx';
import { formatDuration } from '../../data/format-time.ts';
import { useNow } from '../../data/use-now.ts';
import type { Query } from '../../data/use-query.ts';
import { HEALTH_TONES, HEALTH_WORDS } from './health-words.ts';

const WORDS: Partial<typeof HEALTH_WORDS> = { healthy: 'All parts are healthy' };
const STEP_MS = 60_000;

/** The worst of all parts, and since when the server runs; while the server does not say, since when it does not. */
export function OverallHealth({ query }: { readonly query: Query<HealthReport> }) {
  const { data, error, loadedAt } = query;
  if (data === undefined || loadedAt === undefined) return null;
  return (
    <div className="overall">
      {error === undefined ? (
        <KnownHealth report={data} />
      ) : (
        <Status tone="neutral">
          Not known since <Ago value={loadedAt} />
        </Status>
      )}
    </div>
  );
}

function KnownHealth({ report }: { readonly report: HealthReport }) {
  const now = useNow(STEP_MS);
  const uptime = report.uptime + Math.max(0, now - Date.parse(report.timestamp)) / 1000;
  return (
    <>
      <Status tone={HEALTH_TONES[report.status]}>
        {WORDS[report.status] ?? HEALTH_WORDS[report.status]}
      </Status>
      <span className="muted">Up for {formatDuration(uptime)}</span>
    </>
  );
}
