import { Link, useLocation } from 'wouter';
import { Icon } from '../components/icon.tsx';
import { type PageDef, pagesOf } from '../pages/index.ts';
import { useSession } from './session-context.ts';

const GROUPS: readonly PageDef['group'][] = ['Now', 'Look back', 'Administration'];

export interface NavigationProps {
  /** Tells apart the navigations of a page. */
  readonly label: string;
  readonly onNavigate?: () => void;
}

/** The pages that one may see, by group. */
export function Navigation({ label, onNavigate }: NavigationProps) {
  const { role } = useSession();
  const [location] = useLocation();
  const pages = pagesOf(role);
  return (
    <nav className="navigation" aria-label={label}>
      {GROUPS.map(group => ({ group, items: pages.filter(page => page.group === group) }))
        .filter(({ items }) => items.length > 0)
        .map(({ group, items }) => (
          <div key={group} className="navigation-group">
            <p className="navigation-heading">{group}</p>
            <ul>
              {items.map(({ path, title, icon }) => (
                <li key={path}>
                  <Link
                    href={path}
                    className="navigation-link"
                    aria-current={location === path ? 'page' : undefined}
                    onClick={onNavigate}
                  >
                    <Icon name={icon} />
                    {title}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
    </nav>
  );
}
