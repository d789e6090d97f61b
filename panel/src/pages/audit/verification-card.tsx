import type { AuditCheckpointAnswer, AuditKeyAnswer } from '../../../../src/api/audit.ts';
import { requestJson } from '../../api/request.ts';
import { Card } from '../../components/card.tsx';
import { Facts } from '../../components/facts.tsx';
import { Icon } from '../../components/icon.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { formatCount } from '../../data/format-number.ts';
import { useQuery } from '../../data/use-query.ts';
import { readCheckpoint } from './checkpoint-text.ts';
import { CommandLine } from './command-line.tsx';

interface Verification {
  readonly vkey: string;
  readonly checkpoint: string | null;
}

const REFRESH_MS = 60_000;
const CARD_HEIGHT_PX = 311;

async function loadVerification(signal: AbortSignal): Promise<Verification> {
  const [{ vkey }, { checkpoint }] = await Promise.all([
    requestJson<AuditKeyAnswer>('/api/v1/audit/key', { signal }),
    requestJson<AuditCheckpointAnswer>('/api/v1/audit/checkpoint', { signal }),
  ]);
  return { vkey, checkpoint };
}

/** What the server has signed, and how somebody who does not trust it checks the trail. */
export function VerificationCard() {
  const query = useQuery('audit verification', loadVerification, { refreshMs: REFRESH_MS });
  return (
    <Card title="Verification" note="Nobody can change this trail unnoticed" minHeight={CARD_HEIGHT_PX}>
      <Loaded query={query} skeleton={CARD_HEIGHT_PX}>
        {({ vkey, checkpoint }) => (
          <div className="verification">
            <Signed checkpoint={checkpoint} vkey={vkey} />
            <HowToVerify vkey={vkey} />
          </div>
        )}
      </Loaded>
    </Card>
  );
}

function Signed({ vkey, checkpoint }: Verification) {
  const facts = checkpoint === null ? undefined : readCheckpoint(checkpoint);
  return (
    <div>
      <h3>Last signed checkpoint</h3>
      {facts === undefined ? (
        <p className="muted">
          Nothing is signed yet. The server signs by itself, soon after the first event.
        </p>
      ) : (
        <Facts
          items={[
            { name: 'Trail', value: facts.origin },
            { name: 'Leaves', value: formatCount(facts.size) },
            { name: 'Root hash', value: <code>{facts.rootHash}</code> },
          ]}
        />
      )}
      <h3>Public key</h3>
      <CommandLine text={vkey} label="the public key" />
    </div>
  );
}

function HowToVerify({ vkey }: Pick<Verification, 'vkey'>) {
  return (
    <div>
      <h3>Check it yourself, offline</h3>
      <ol className="steps">
        <li>
          <a className="button button-normal" href="/api/v1/audit/export" download="audit.ndjson">
            <Icon name="download" size={16} />
            <span>Export the trail</span>
          </a>
        </li>
        <li>
          On a machine that you trust, with a key that you wrote down earlier:
          <CommandLine text={`npx aiwatch audit verify audit.ndjson --key '${vkey}'`} label="the command" />
        </li>
        <li>
          It says <b>valid</b>, what was <b>erased</b> or has <b>expired</b>, or what was <b>changed</b> and
          where. Checkpoints that you kept elsewhere, given by <code>--checkpoints</code>, also show that
          nothing was cut off.
        </li>
      </ol>
    </div>
  );
}
