import { useState } from 'react';
import type { IncidentPage } from '../../../../src/api/incidents.ts';
import { fetchIncidents } from '../../api/incidents.ts';
import { Button } from '../../components/button.tsx';
import { Message } from '../../components/message.tsx';
import { useToast } from '../../components/toasts.tsx';
import { IncidentTable } from './incident-table.tsx';

export interface PastIncidentsProps {
  readonly first: IncidentPage;
  readonly onOpen: (id: string) => void;
}

/** What has fired, page by page. */
export function PastIncidents({ first, onOpen }: PastIncidentsProps) {
  const [more, setMore] = useState<readonly IncidentPage[]>([]);
  const [isBusy, setIsBusy] = useState(false);
  const toast = useToast();
  const pages = [first, ...more];
  const cursor = pages.at(-1)?.nextCursor ?? null;
  const loadMore = async (from: string) => {
    setIsBusy(true);
    try {
      const page = await fetchIncidents('resolved', from);
      setMore(list => [...list, page]);
    } catch (error) {
      toast((error as Error).message, 'bad');
    } finally {
      setIsBusy(false);
    }
  };
  if (first.incidents.length === 0) {
    return (
      <Message icon="bell" title="Nothing has fired yet">
        <p>Incidents stay here after they have ended.</p>
      </Message>
    );
  }
  const byId = new Map(pages.flatMap(({ incidents }) => incidents.map(incident => [incident.id, incident])));
  return (
    <>
      <IncidentTable caption="Past incidents" incidents={[...byId.values()]} isPast onOpen={onOpen} />
      {cursor !== null && (
        <div className="alerts-more">
          <Button disabled={isBusy} onClick={() => void loadMore(cursor)}>
            {isBusy ? 'Loading …' : 'Show older ones'}
          </Button>
        </div>
      )}
    </>
  );
}
