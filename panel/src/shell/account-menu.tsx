import { useId } from 'react';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { Time } from '../components/time.tsx';
import { useToast } from '../components/toasts.tsx';
import { useSession } from './session-context.ts';
import { ThemeSwitch } from './theme-switch.tsx';

/** Who is signed in, the theme, and the way out. */
export function AccountMenu() {
  const { role, userId, expires, version, signOut } = useSession();
  const toast = useToast();
  const id = useId();
  const name = userId ?? (role === 'admin' ? 'Administrator' : 'User');
  const leave = () => signOut().catch((error: Error) => toast(error.message, 'bad'));
  return (
    <>
      <button type="button" className="chip" popoverTarget={id} aria-label={`Account: ${name}`}>
        <Icon name="person" size={16} />
        <span className="chip-text chip-name">{name}</span>
      </button>
      <div id={id} popover="auto" className="menu">
        <p className="menu-title">{name}</p>
        <dl className="menu-facts">
          <dt>Role</dt>
          <dd>{role}</dd>
          <dt>Signed in until</dt>
          <dd>
            <Time value={expires} look="date-time" />
          </dd>
          <dt>aiwatch</dt>
          <dd>{version}</dd>
        </dl>
        <ThemeSwitch />
        <Button icon="exit" onClick={() => void leave()}>
          Sign out
        </Button>
      </div>
    </>
  );
}
