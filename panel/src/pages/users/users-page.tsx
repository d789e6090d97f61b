import { useUrlState } from '../../data/use-url-state.ts';
import { usePageStart } from '../../shell/use-page-start.ts';
import { UserList } from './user-list.tsx';
import { UserView } from './user-view.tsx';

/** `user` is the one that is looked at; without it the page lists all. */
const DEFAULTS = { user: '', list: 'active' };

/** Who uses the applications, what is kept about them, and what they agreed to. */
export function UsersPage() {
  const [{ user, list }, change] = useUrlState(DEFAULTS);
  usePageStart(user);
  const show = (id: string) => change({ user: id }, { isStep: true });
  if (user !== '') return <UserView key={user} userId={user} onBack={() => show('')} />;
  return <UserList list={list} onList={value => change({ list: value })} onOpen={show} />;
}
