import './alerts.css';
import { useCallback } from 'react';
import type { IncidentState } from '../../../../src/api/incidents.ts';
import { fetchIncident, fetchIncidents } from '../../api/incidents.ts';
import { Card } from '../../components/card.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Failure } from '../../components/failure.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Message } from '../../components/message.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { type Query, useQuery } from '../../data/use-query.ts';
import { useUrlState } from '../../data/use-url-state.ts';
import { AlertmanagerCard } from './alertmanager-card.tsx';
import { IncidentDialog } from './incident-dialog.tsx';
import { IncidentTable } from './incident-table.tsx';
import { PastIncidents } from './past-incidents.tsx';

const REFRESH_MS = 15_000;
const DEFAULTS = { state: 'open', incident: '' } as const;

const fetchOpen = (signal: AbortSignal) => fetchIncidents('open', undefined, signal);
const fetchPast = (signal: AbortSignal) => fetchIncidents('resolved', undefined, signal);

type Page = Awaited<ReturnType<typeof fetchOpen>>;

/** What fires now, and what has fired. */
export function AlertsPage() {
  const [{ state, incident: openedId }, change] = useUrlState<'state' | 'incident'>(DEFAULTS);
  const selected: IncidentState = state === 'resolved' ? 'resolved' : 'open';
  const open = useQuery('incidents open', fetchOpen, { refreshMs: REFRESH_MS });
  const past = useQuery('incidents resolved', fetchPast, {
    refreshMs: REFRESH_MS,
    isEnabled: selected === 'resolved',
  });
  const close = useCallback(() => change({ incident: '' }), [change]);
  const show = useCallback((id: string) => change({ incident: id }), [change]);
  const opened = useQuery(`incident ${openedId}`, signal => fetchIncident(openedId, signal), {
    isEnabled: openedId !== '',
  });
  const listed = [...(open.data?.incidents ?? []), ...(past.data?.incidents ?? [])];
  const shown = opened.data ?? listed.find(({ id }) => id === openedId);
  const onAcknowledged = () => {
    open.reload();
    opened.reload();
  };
  const count = open.data?.incidents.length;
  return (
    <>
      <PageHead title="Alerts" />
      <Card title="Incidents" note={<OpenCount query={open} />} isFlush minHeight={360}>
        <Tabs
          label="Open and past incidents"
          tabs={[
            { name: 'open', title: 'Open', ...(count !== undefined && { count }) },
            { name: 'resolved', title: 'Past' },
          ]}
          selected={selected}
          onSelect={name => change({ state: name })}
        >
          {selected === 'open' ? (
            <Loaded query={open} skeleton={<TableSkeleton />}>
              {({ incidents }) =>
                incidents.length === 0 ? (
                  <NothingFires />
                ) : (
                  <IncidentTable caption="Open incidents" incidents={incidents} onOpen={show} />
                )
              }
            </Loaded>
          ) : (
            <Loaded query={past} skeleton={<TableSkeleton />}>
              {page => <PastIncidents first={page} onOpen={show} />}
            </Loaded>
          )}
        </Tabs>
      </Card>
      <AlertmanagerCard />
      {openedId !== '' && shown !== undefined && (
        <IncidentDialog key={openedId} incident={shown} onClose={close} onChange={onAcknowledged} />
      )}
      {openedId !== '' && shown === undefined && opened.error !== undefined && (
        <Dialog title="Incident" onClose={close}>
          <Failure error={opened.error} onRetry={opened.reload} />
        </Dialog>
      )}
    </>
  );
}

function OpenCount({ query: { data } }: { readonly query: Query<Page> }) {
  const unseen = data?.incidents.filter(({ acknowledgedAt }) => acknowledgedAt === null).length ?? 0;
  return <span role="status">{unseen > 0 && `${unseen} not acknowledged yet`}</span>;
}

function NothingFires() {
  return (
    <Message icon="check" title="Nothing fires" tone="good">
      <p>
        Alerts of Prometheus appear here by Alertmanager’s webhook, which the bundled{' '}
        <code>alertmanager/</code> configuration sends to this server.
      </p>
      <a className="button button-normal" href="/runbooks">
        Runbooks of all alerts
      </a>
    </Message>
  );
}

function TableSkeleton() {
  return (
    <div className="alerts-skeleton">
      <Skeleton height={36} />
      <Skeleton height={36} />
      <Skeleton height={36} />
    </div>
  );
}
