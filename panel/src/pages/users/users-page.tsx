import { useUrlState } from '../../data/use-url-state.ts';
import { UserList } from './user-list.tsx';
import { UserView } from './user-view.tsx';

/** `user` is the one that is looked at; without it the page lists all. */
const DEFAULTS = { user: '', list: 'active' };

/** Who uses the applications, what is kept about them, and what they agreed to. */
export function UsersPage() {
  const [{ user, list }, change] = useUrlState(DEFAULTS);
  if (user !== '') return <UserView key={user} userId={user} onBack={() => change({ user: '' })} />;
  return (
    <UserList list={list} onList={value => change({ list: value })} onOpen={id => change({ user: id })} />
  );
}
