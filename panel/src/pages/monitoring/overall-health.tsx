import type { HealthReport } from '../../../../src/api/health.ts';
import { Status } from '../../components/badge.tsx';
import { formatDuration } from '../../data/format-time.ts';
import { useNow } from '../../data/use-now.ts';
import { HEALTH_TONES, HEALTH_WORDS } from './health-words.ts';

const WORDS: Partial<typeof HEALTH_WORDS> = { healthy: 'All parts are healthy' };
const STEP_MS = 60_000;

/** The worst of all parts, and since when the server runs. */
export function OverallHealth({ report }: { readonly report: HealthReport | undefined }) {
  const now = useNow(STEP_MS);
  if (report === undefined) return null;
  const uptime = report.uptime + Math.max(0, now - Date.parse(report.timestamp)) / 1000;
  return (
    <div className="overall">
      <Status tone={HEALTH_TONES[report.status]}>
        {WORDS[report.status] ?? HEALTH_WORDS[report.status]}
      </Status>
      <span className="muted">Up for {formatDuration(uptime)}</span>
    </div>
  );
}
