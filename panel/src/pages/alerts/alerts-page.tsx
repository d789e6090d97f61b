import './alerts.css';
import { useCallback } from 'react';
import type { Incident, IncidentState } from '../../../../src/api/incidents.ts';
import { fetchIncident, fetchIncidents } from '../../api/incidents.ts';
import { Card } from '../../components/card.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Failure } from '../../components/failure.tsx';
import { Message } from '../../components/message.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { formatCount } from '../../data/format-number.ts';
import { type Pages, usePages } from '../../data/use-pages.ts';
import { useQuery } from '../../data/use-query.ts';
import { useUrlState } from '../../data/use-url-state.ts';
import { AlertmanagerCard } from './alertmanager-card.tsx';
import { IncidentDialog } from './incident-dialog.tsx';
import { IncidentList } from './incident-list.tsx';

const REFRESH_MS = 15_000;
const DEFAULTS = { state: 'open', incident: '' } as const;

type LoadPage = (cursor: string | undefined, signal: AbortSignal) => ReturnType<typeof fetchIncidents>;
const loadOpen: LoadPage = (cursor, signal) => fetchIncidents('open', cursor, signal);
const loadPast: LoadPage = (cursor, signal) => fetchIncidents('resolved', cursor, signal);

/** What fires now, and what has fired. */
export function AlertsPage() {
  const [{ state, incident: openedId }, change] = useUrlState<'state' | 'incident'>(DEFAULTS);
  const selected: IncidentState = state === 'resolved' ? 'resolved' : 'open';
  const open = usePages('incidents open', loadOpen, { refreshMs: REFRESH_MS });
  const past = usePages('incidents resolved', loadPast, {
    refreshMs: REFRESH_MS,
    isEnabled: selected === 'resolved',
  });
  const close = useCallback(() => change({ incident: '' }), [change]);
  const show = useCallback((id: string) => change({ incident: id }), [change]);
  const opened = useQuery(`incident ${openedId}`, signal => fetchIncident(openedId, signal), {
    refreshMs: REFRESH_MS,
    isEnabled: openedId !== '',
  });
  const shown = opened.data ?? [...open.items, ...past.items].find(({ id }) => id === openedId);
  const onAcknowledged = () => {
    open.query.reload();
    opened.reload();
  };
  const count = open.query.data && countOf(open.items.length, open.hasMore);
  return (
    <>
      <PageHead title="Alerts" />
      <Card title="Incidents" note={<Unseen open={open} />} isFlush minHeight={360}>
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
            <IncidentList caption="Open incidents" pages={open} onOpen={show}>
              <NothingFires />
            </IncidentList>
          ) : (
            <IncidentList caption="Past incidents" pages={past} isPast onOpen={show}>
              <Message icon="bell" title="Nothing has fired yet">
                <p>Incidents stay here after they have ended.</p>
              </Message>
            </IncidentList>
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

/** A number of those that were read, which may not be all. */
const countOf = (count: number, hasMore: boolean) => `${formatCount(count)}${hasMore ? '+' : ''}`;

function Unseen({ open: { items, hasMore } }: { readonly open: Pages<Incident> }) {
  const unseen = items.filter(({ acknowledgedAt }) => acknowledgedAt === null).length;
  return <span role="status">{unseen > 0 && `${countOf(unseen, hasMore)} not acknowledged yet`}</span>;
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
