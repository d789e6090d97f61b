import { Message } from '../../components/message.tsx';
import { useSession } from '../../shell/session-context.ts';
import { UserView } from './user-view.tsx';

/** What is kept about who is signed in. */
export function OwnDataPage() {
  const { userId } = useSession();
  if (userId === null) return <Message icon="person" title="This token says no user" />;
  return <UserView userId={userId} title="Your data" />;
}
