import './users.css';
import { Button } from '../../components/button.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { useQuery } from '../../data/use-query.ts';
import { ConsentCard } from './consent-card.tsx';
import { DataCard } from './data-card.tsx';
import { UserActivityView } from './user-activity.tsx';
import { loadConsent, loadUserActivity } from './user-api.ts';

export interface UserViewProps {
  readonly userId: string;
  /** Leads back to the list. @default there is none */
  readonly onBack?: () => void;
  /** @default the id */
  readonly title?: string;
}

const SKELETON_PX = 400;

/** One user: what the user did, agreed to, and what is kept. */
export function UserView({ userId, onBack, title = userId }: UserViewProps) {
  const query = useQuery(`user ${userId}`, signal => loadUserActivity(userId, signal));
  const consent = useQuery(`consent ${userId}`, signal => loadConsent(userId, signal));
  const onErased = () => {
    query.reload();
    consent.reload();
  };
  return (
    <>
      <PageHead title={title}>{onBack !== undefined && <Button onClick={onBack}>All users</Button>}</PageHead>
      <div className="grid grid-wide">
        <ConsentCard userId={userId} query={consent} />
        <DataCard userId={userId} onErased={onErased} />
      </div>
      <Loaded query={query} skeleton={SKELETON_PX}>
        {activity => <UserActivityView {...activity} />}
      </Loaded>
    </>
  );
}
