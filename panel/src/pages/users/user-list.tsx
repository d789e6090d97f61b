import '../../components/field.css';
import './users.css';
import { type FormEvent, useId } from 'react';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { ActiveUsers } from './active-users.tsx';
import { ConsentList } from './consent-list.tsx';

const TABS = [
  { name: 'active', title: 'Most active' },
  { name: 'consent', title: 'Consent' },
] as const;
type ListName = (typeof TABS)[number]['name'];

const CONTENT: Readonly<
  Record<ListName, (props: { readonly onOpen: (userId: string) => void }) => React.ReactNode>
> = {
  active: ActiveUsers,
  consent: ConsentList,
};

export interface UserListProps {
  /** Which list, as the address has it. */
  readonly list: string;
  readonly onList: (list: string) => void;
  readonly onOpen: (userId: string) => void;
}

/** Users by what they did, or by what they answered; and a way to each by id. */
export function UserList({ list, onList, onOpen }: UserListProps) {
  const selected: ListName = list === 'consent' ? 'consent' : 'active';
  const Content = CONTENT[selected];
  return (
    <>
      <PageHead title="Users">
        <FindUser onOpen={onOpen} />
      </PageHead>
      <Card title="All users" isFlush minHeight={420}>
        <Tabs label="Lists of users" tabs={TABS} selected={selected} onSelect={onList}>
          <Content onOpen={onOpen} />
        </Tabs>
      </Card>
    </>
  );
}

function FindUser({ onOpen }: Pick<UserListProps, 'onOpen'>) {
  const id = useId();
  function find(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const userId = String(new FormData(event.currentTarget).get('user') ?? '').trim();
    if (userId !== '') onOpen(userId);
  }
  return (
    <form className="find-user" onSubmit={find}>
      <div className="field">
        <label htmlFor={id} className="visually-hidden">
          Id of a user
        </label>
        <input
          id={id}
          name="user"
          type="search"
          placeholder="Id of a user"
          maxLength={200}
          spellCheck={false}
        />
      </div>
      <Button type="submit" icon="search">
        Open
      </Button>
    </form>
  );
}
