import { useCallback, useState } from 'react';
import type { HealthPart, HealthReport } from '../../../../src/api/health.ts';
import { Status } from '../../components/badge.tsx';
import { Card } from '../../components/card.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Facts, JsonView } from '../../components/facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Message } from '../../components/message.tsx';
import { Ago, Time } from '../../components/time.tsx';
import { formatMilliseconds } from '../../data/format-number.ts';
import type { Query } from '../../data/use-query.ts';
import { HEALTH_TONES, HEALTH_WORDS, KIND_WORDS } from './health-words.ts';

/** An application may have the name of another part. */
const keyOf = ({ kind, name }: HealthPart) => `${kind} ${name}`;

/** Each part with its light; its details when it is opened. */
export function HealthCard({ query }: { readonly query: Query<HealthReport> }) {
  const [openedKey, setOpenedKey] = useState<string>();
  const close = useCallback(() => setOpenedKey(undefined), []);
  const opened = query.data?.parts.find(part => keyOf(part) === openedKey);
  return (
    <Card title="Health" isFlush minHeight={240}>
      <Loaded query={query} skeleton={276}>
        {({ parts }) =>
          parts.length === 0 ? (
            <Message icon="info" title="Nothing is checked">
              <p>Checks are configured in aiwatch.yml, under health.</p>
            </Message>
          ) : (
            <ul className="parts">
              {parts.map(part => (
                <PartRow key={keyOf(part)} part={part} onOpen={() => setOpenedKey(keyOf(part))} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {opened !== undefined && <PartDialog part={opened} onClose={close} />}
    </Card>
  );
}

function PartRow({ part, onOpen }: { readonly part: HealthPart; readonly onOpen: () => void }) {
  const { name, kind, status, lastCheck, responseTime } = part;
  return (
    <li>
      <button type="button" className="part" onClick={onOpen}>
        <span className="part-name">{name}</span>
        <span className="part-status">
          <Status tone={HEALTH_TONES[status]}>{HEALTH_WORDS[status]}</Status>
        </span>
        <span className="part-note muted">
          {KIND_WORDS[kind]}
          {responseTime !== null && ` · ${formatMilliseconds(responseTime)}`}
        </span>
        <span className="part-check muted">{lastCheck !== null && <Ago value={lastCheck} />}</span>
      </button>
    </li>
  );
}

function PartDialog({ part, onClose }: { readonly part: HealthPart; readonly onClose: () => void }) {
  const { name, kind, status, lastCheck, responseTime, error, details } = part;
  return (
    <Dialog title={name} place="side" onClose={onClose}>
      <div className="stack">
        <Facts
          items={[
            { name: 'Status', value: <Status tone={HEALTH_TONES[status]}>{HEALTH_WORDS[status]}</Status> },
            { name: 'Why', value: error },
            { name: 'Kind', value: KIND_WORDS[kind] },
            { name: 'Last check', value: lastCheck && <Time value={lastCheck} look="moment" /> },
            { name: 'It took', value: responseTime !== null && formatMilliseconds(responseTime) },
          ]}
        />
        <JsonView value={details} label="Details" />
      </div>
    </Dialog>
  );
}
