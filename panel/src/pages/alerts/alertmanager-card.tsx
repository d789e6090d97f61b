import type { CurrentAlert, CurrentAlerts } from '../../../../src/api/incidents.ts';
import { fetchCurrentAlerts } from '../../api/current-alerts.ts';
import { Badge } from '../../components/badge.tsx';
import { Card } from '../../components/card.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { type Column, Table } from '../../components/table.tsx';
import { Ago } from '../../components/time.tsx';
import { useQuery } from '../../data/use-query.ts';
import { Severity } from './severity.tsx';

const REFRESH_MS = 15_000;

/** Why an alert is no open incident. */
function whyQuiet({ state, silencedBy }: CurrentAlert): string {
  if (silencedBy.length > 0) return 'silenced';
  if (state === 'suppressed') return 'held back by a graver alert';
  return 'not told of yet';
}

const COLUMNS: readonly Column<CurrentAlert>[] = [
  { name: 'severity', title: 'Severity', render: ({ severity }) => <Severity value={severity} /> },
  {
    name: 'alert',
    title: 'Alert',
    render: ({ name, annotations }) => (
      <span className="incident-name">
        <strong>{name}</strong>
        <span className="muted">{annotations['summary']}</span>
      </span>
    ),
    sortBy: ({ name }) => name,
  },
  { name: 'why', title: 'Why it is quiet', render: alert => <Badge tone="neutral">{whyQuiet(alert)}</Badge> },
  {
    name: 'since',
    title: 'Since',
    render: ({ startsAt }) => <Ago value={startsAt} />,
    sortBy: ({ startsAt }) => startsAt,
    align: 'end',
    isMinor: true,
  },
];

/** What Alertmanager knows of and tells nobody about: silences, and alerts behind graver ones. */
export function AlertmanagerCard() {
  const query = useQuery('alerts now', fetchCurrentAlerts, { refreshMs: REFRESH_MS });
  return (
    <Card title="Held back" note="By Alertmanager, now" isFlush minHeight={72}>
      <Loaded query={query} skeleton={40}>
        {answer => <Quiet answer={answer} />}
      </Loaded>
    </Card>
  );
}

function Quiet({ answer: { source, reason, alerts } }: { readonly answer: CurrentAlerts }) {
  if (source === 'incidents') return <p className="alerts-note muted">Not known: {reason}.</p>;
  // Where the incidents cannot be read, none says that it was told of.
  const isTold = (alert: CurrentAlert) => alert.incidentId !== null || reason !== null;
  const quiet = alerts.filter(alert => alert.state !== 'active' || !isTold(alert));
  return (
    <>
      {reason !== null && <p className="alerts-note muted">Some may be missing: {reason}.</p>}
      {quiet.length === 0 ? (
        <p className="alerts-note muted">Nothing is silenced or held back.</p>
      ) : (
        <Table
          caption="Alerts that Alertmanager holds back"
          columns={COLUMNS}
          rows={quiet}
          rowKey={({ fingerprint }) => fingerprint}
          initialSort={{ column: 'alert', isDescending: false }}
        />
      )}
    </>
  );
}
