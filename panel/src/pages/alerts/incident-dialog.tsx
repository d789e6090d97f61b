import { useId, useState } from 'react';
import type { Incident } from '../../../../src/api/incidents.ts';
import { acknowledgeIncident } from '../../api/incidents.ts';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ExternalLink } from '../../components/external-link.tsx';
import { Facts } from '../../components/facts.tsx';
import { Time } from '../../components/time.tsx';
import { useToast } from '../../components/toasts.tsx';
import { Severity } from './severity.tsx';

export interface IncidentDialogProps {
  readonly incident: Incident;
  readonly onClose: () => void;
  /** It was acknowledged. */
  readonly onChange: () => void;
}

const timeOf = (value: string | null) => value && <Time value={value} look="moment" />;

/** All of an incident, what to do about it, and a way to say that one does. */
export function IncidentDialog({ incident, onClose, onChange }: IncidentDialogProps) {
  const { name, severity, state, annotations, labels, acknowledgedAt } = incident;
  const { summary, description } = annotations;
  return (
    <Dialog title={name} place="side" onClose={onClose} footer={<IncidentLinks incident={incident} />}>
      <div className="stack">
        {summary !== undefined && <p className="incident-summary">{summary}</p>}
        {description !== undefined && <p>{description}</p>}
        <Facts
          items={[
            { name: 'Severity', value: <Severity value={severity} /> },
            { name: 'State', value: state === 'open' ? 'It fires' : 'It has ended' },
            { name: 'Began', value: timeOf(incident.startsAt) },
            { name: 'Ended', value: timeOf(incident.resolvedAt) },
            { name: 'Acknowledged', value: timeOf(acknowledgedAt) },
            { name: 'By', value: incident.acknowledgedBy },
            { name: 'Note', value: incident.note },
            { name: 'Notifications', value: incident.notifications },
          ]}
        />
        <section className="incident-labels" aria-label="Labels">
          {Object.entries(labels).map(([label, value]) => (
            <Badge key={label}>
              {label} = {value}
            </Badge>
          ))}
        </section>
        {state === 'open' && acknowledgedAt === null && <Acknowledge id={incident.id} onDone={onChange} />}
      </div>
    </Dialog>
  );
}

function IncidentLinks({ incident: { runbookUrl, generatorUrl } }: { readonly incident: Incident }) {
  return (
    <>
      <ExternalLink title="Runbook: what to do" href={runbookUrl} />
      <ExternalLink title="Query in Prometheus" href={generatorUrl} />
    </>
  );
}

function Acknowledge({ id, onDone }: { readonly id: string; readonly onDone: () => void }) {
  const [note, setNote] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const toast = useToast();
  const fieldId = useId();
  const acknowledge = async () => {
    setIsBusy(true);
    try {
      await acknowledgeIncident(id, note.trim());
      toast('Acknowledged');
      onDone();
    } catch (error) {
      toast((error as Error).message, 'bad');
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <form
      className="stack"
      onSubmit={event => {
        event.preventDefault();
        void acknowledge();
      }}
    >
      <div className="field">
        <label htmlFor={fieldId}>Note for the others</label>
        <input id={fieldId} value={note} maxLength={500} onChange={event => setNote(event.target.value)} />
      </div>
      <div>
        <Button type="submit" look="primary" icon="check" disabled={isBusy}>
          Acknowledge
        </Button>
      </div>
    </form>
  );
}
